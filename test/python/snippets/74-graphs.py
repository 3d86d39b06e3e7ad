from collections import defaultdict, deque
from graphlib import CycleError, TopologicalSorter

needs = {"deploy": {"build", "test"}, "test": {"build", "lint"}, "build": {"fetch"}, "lint": set(), "fetch": set()}
order = list(TopologicalSorter(needs).static_order())
print(all(order.index(before) < order.index(after) for after, befores in needs.items() for before in befores), len(order))
sorter, waves = TopologicalSorter(needs), []
sorter.prepare()
while sorter.is_active():
    ready = sorted(sorter.get_ready())
    waves.append(ready)
    sorter.done(*ready)
print(waves)
try:
    TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()
except CycleError as error:
    print("cycle of", len(error.args[1]) - 1)

grid = ["S.#.", "..#E", "#...", "...."]
start, end = ((row, line.index(c)) for c in "SE" for row, line in enumerate(grid) if c in line)


def steps(start, end):
    queue, seen = deque([(start, 0)]), {start}
    while queue:
        (row, column), distance = queue.popleft()
        if (row, column) == end:
            return distance
        for dr, dc in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            there = row + dr, column + dc
            if 0 <= there[0] < len(grid) and 0 <= there[1] < len(grid[0]) and grid[there[0]][there[1]] != "#" and there not in seen:
                seen.add(there)
                queue.append((there, distance + 1))


print(start, end, steps(start, end))
links = defaultdict(set)
for a, b in [("a", "b"), ("c", "d"), ("b", "e")]:
    links[a].add(b)
    links[b].add(a)


def component(node, seen):
    seen.add(node)
    for other in links[node] - seen:
        component(other, seen)
    return seen


print(sorted(component("a", set())), sorted(component("d", set())))
