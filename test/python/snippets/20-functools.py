import functools
import operator
from functools import cached_property, lru_cache, partial, reduce, total_ordering

print(reduce(operator.mul, range(1, 6)), reduce(lambda a, b: a | b, [{"x": 1}, {"y": 2}], {}))


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.cache_info().misses)
hexed = partial(int, base=16)
print(hexed("ff"), hexed.keywords, list(map(partial(pow, 2), range(5))))


@total_ordering
class Level:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n

    @cached_property
    def name(self):
        print("computed")
        return "low" if self.n < 3 else "high"


a, b = Level(1), Level(5)
print(a <= b, a > b, a.name, a.name, b.name, max(a, b).n)
by_length = functools.cmp_to_key(lambda x, y: len(x) - len(y) or (x > y) - (x < y))
print(sorted(["ccc", "b", "aa", "a"], key=by_length))
