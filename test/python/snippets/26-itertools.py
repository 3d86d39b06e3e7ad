from itertools import accumulate, chain, combinations, compress, count, cycle, dropwhile, filterfalse, groupby, islice, pairwise
from itertools import permutations, product, repeat, starmap, takewhile, tee, zip_longest

rows = [("fruit", "apple", 3), ("fruit", "pear", 5), ("tool", "saw", 2), ("tool", "axe", 7), ("fruit", "fig", 1)]
by_kind = lambda row: row[0]
for kind, group in groupby(sorted(rows, key=by_kind), key=by_kind):
    print(kind, [(name, amount) for _, name, amount in group])


def batches(items, size):
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


print(list(batches(range(7), 3)), list(pairwise("abcd")))
print(list(accumulate([3, 1, 4, 1, 5], max)), list(accumulate(range(5), initial=100)))
print(list(chain.from_iterable([[1], [], [2, 3]])), list(chain("ab", [0])))
print(list(combinations("abc", 2)), len(list(permutations(range(4)))), list(product([0, 1], repeat=2)))
print(list(zip_longest([1, 2, 3], "a", fillvalue="-")), list(starmap(pow, [(2, 3), (3, 2)])))
print(list(takewhile(lambda n: n < 4, count(1))), list(dropwhile(str.isspace, "  x ")), list(islice(cycle("xy"), 5)))
print(list(filterfalse(lambda n: n % 3, range(10))), list(compress("data", [1, 0, 1, 1])), list(repeat("z", 2)))
left, right = tee(iter(range(3)))
print(list(left), sum(right), [*map(max, *zip(*[(1, 9), (4, 2)]))])
print(list(zip(count(10, 5), "abc")), dict(zip("ab", [1, 2], strict=True)))
try:
    list(zip([1], [1, 2], strict=True))
except ValueError as error:
    print(error)
