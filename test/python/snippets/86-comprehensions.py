orders = [
    {"id": 1, "lines": [{"sku": "a", "n": 2}, {"sku": "b", "n": 1}], "by": "ann"},
    {"id": 2, "lines": [], "by": "bob"},
    {"id": 3, "lines": [{"sku": "a", "n": 5}], "by": "ann"},
]
print({sku: sum(line["n"] for order in orders for line in order["lines"] if line["sku"] == sku) for sku in sorted({line["sku"] for order in orders for line in order["lines"]})})
print({by: [order["id"] for order in orders if order["by"] == by] for by in dict.fromkeys(order["by"] for order in orders)})
print([[(x, y) for y in range(x)] for x in range(3)], {n % 3 for n in range(10)} == {0, 1, 2}, sum(x * y for x, y in zip([1, 2], [3, 4])))

pairs = {(a, b) for a in "xy" for b in "xyz" if a != b}
print(sorted(pairs), {b: a for a, b in sorted(pairs)}, all([]), any([]), [n for n in range(20) if n % 2 if n % 3])
matrix = [[1, 2], [3, 4], [5, 6]]
print([[row[column] for row in matrix] for column in range(2)], [n for row in matrix for n in row][::-1])
lazy = (print("computed", n) or n for n in range(3))
print(next(lazy), next(lazy), sum(len(line["sku"]) for order in orders for line in order["lines"]))
print(["even" if n % 2 == 0 else "odd" for n in range(3)], dict(enumerate("ab")), list(map(str, filter(None, [0, 1, None, 2]))))
