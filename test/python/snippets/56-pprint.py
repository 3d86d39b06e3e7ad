import pprint
import reprlib

data = {
    "servers": [{"name": f"server-{n}", "tools": ["read_file", "write_file", "list_directory"], "ok": n % 2 == 0} for n in range(2)],
    "count": 2, "nested": {"deep": {"deeper": {"deepest": "value"}}}, "text": "word " * 12,
}
pprint.pprint(data, width=80)
pprint.pprint(data["nested"], depth=2)
pprint.pprint({"b": 1, "a": 2}, sort_dicts=False)
print(pprint.pformat([list(range(10))] * 2, width=40, compact=True))
print(pprint.pformat({3, 1, 2}), pprint.pformat("short"), pprint.isreadable([1, "a"]), pprint.saferepr((1,)))
pprint.pp(("tuple", ["list"], {"dict": None}), indent=4, width=20)
looped = [1]
looped.append(looped)
print("Recursion" in pprint.pformat(looped), pprint.isrecursive(looped), repr(looped))
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100))


class Tree:
    def __init__(self, *children):
        self.children = children

    @reprlib.recursive_repr(fillvalue="...")
    def __repr__(self):
        return f"Tree({', '.join(map(repr, self.children))})"


print(Tree(1, Tree(2)), [Tree()], {"k": Tree()}, str(None), repr("it's \"q\""), repr("\t\\"))
