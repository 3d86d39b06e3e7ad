import gc
import sys
import weakref
from dataclasses import dataclass


class Node:
    __slots__ = ("name", "children", "__weakref__")

    def __init__(self, name, *children):
        self.name, self.children = name, list(children)

    def __iter__(self):
        yield self.name
        for child in self.children:
            yield from child

    def __len__(self):
        return 1 + sum(map(len, self.children))

    def __contains__(self, name):
        return any(name == each for each in self)


tree = Node("root", Node("a", Node("b")), Node("c"))
print(list(tree), len(tree), "b" in tree, hasattr(tree, "__dict__"))
try:
    tree.color = "red"
except AttributeError as error:
    print(type(error).__name__)


@dataclass(slots=True)
class Point:
    x: int
    y: int = 0


print(Point(1), Point.__slots__, sys.getsizeof(Point(1)) < 100)

names = weakref.WeakValueDictionary(root=tree, a=tree.children[0])
pointer = weakref.ref(tree, lambda _: print("tree is gone"))
weakref.finalize(tree.children[1], print, "c is gone")
print(pointer() is tree, sorted(names))
tree.children.pop(0)
gc.collect()
print(sorted(names))
del tree
gc.collect()
print(pointer(), len(names), len(weakref.WeakSet([Node("x")])))
