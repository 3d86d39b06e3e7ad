# Pages of a listing, read lazily.
def pages(total, size):
    """Yields one page after the other; `send` changes the size."""
    at = 0
    while at < total:
        wanted = yield list(range(at, min(at + size, total)))
        at += size
        size = wanted or size


def flat(nested):
    for each in nested:
        if isinstance(each, list):
            yield from flat(each)
        else:
            yield each


def averaged():
    count = total = 0
    while True:
        value = yield total / count if count else None
        if value is None:
            return total, count
        total, count = total + value, count + 1


reader = pages(10, 3)
print(next(reader), reader.send(2), next(reader), list(reader))
print(list(flat([1, [2, [3, [4]], 5], []])))

mean = averaged()
next(mean)
print([mean.send(n) for n in (10, 20, 60)])
try:
    mean.send(None)
except StopIteration as stop:
    print("sum and count:", stop.value)
print(sum(n * n for page in pages(7, 4) for n in page if n % 2))
