def call(first, /, second=2, *rest, third, fourth=4, **others):
    return first, second, rest, third, fourth, others


print(call(1, third=3), call(*[1, 2, 3, 4], **{"third": 5, "x": 6}), call(1, *(), third=0, **{}, first=9))
for attempt in (lambda: call(1), lambda: call(first=1, third=2), lambda: call(1, third=2, **{"third": 3})):
    try:
        attempt()
    except TypeError as error:
        print(type(error).__name__, "third" in str(error) or "first" in str(error))

head, *middle, tail = range(5)
(a, *b), c = "xyz", 1
print(head, middle, tail, a, b, c, [*"ab", *range(2)], {**{"k": 1}, "k": 2}, (*[1], 2), {*"aab"} == {"a", "b"})
first, second = second, first = 1, 2
print(first, second)


def forward(*args, **options):
    return dict(options, args=args) | {"n": len(args)}


print(forward(1, *"ab", flag=True), [*map(lambda *pair: pair, "ab", [1, 2])], max(*[3, 8], key=lambda n: -n))
matrix = [[1, 2, 3], [4, 5, 6]]
print(list(zip(*matrix)), [row[:] for row in map(list, zip(*matrix))], [cell for row in matrix for cell in row if cell % 2])
print(*"abc", sep="-", end="!\n")
for n, (left, [right, *_]) in enumerate([(1, [2, 3]), (4, [5])], start=1):
    print(n, left, right)


def defaults(value, seen=[]):
    seen.append(value)
    return seen


print(defaults(1), defaults(2) is defaults(3), (lambda *, k=1: k)(), defaults.__defaults__)
