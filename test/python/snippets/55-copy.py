import copy
import operator
import pickle
from operator import attrgetter, itemgetter, methodcaller

config = {"hosts": ["a", "b"], "limits": {"cpu": 2}, "when": (1, [2])}
shallow, deep = copy.copy(config), copy.deepcopy(config)
config["hosts"].append("c")
config["limits"]["cpu"] = 9
print(shallow["hosts"], deep["hosts"], deep["limits"], shallow["limits"] is config["limits"])


class Session:
    def __init__(self, name):
        self.name, self.cache, self.me = name, {"x": [1]}, self

    def __deepcopy__(self, memo):
        made = Session(self.name + " copy")
        memo[id(self)] = made
        return made

    def __getstate__(self):
        return {"name": self.name}


first = Session("s")
print(copy.deepcopy([first, first])[1].name, len({id(each) for each in copy.deepcopy([first, first])}), vars(copy.copy(first)))
print(pickle.loads(pickle.dumps({"k": (1, {2}, b"3", first.cache)})), pickle.loads(pickle.dumps(first)).name)
cycle = []
cycle.append(cycle)
print(copy.deepcopy(cycle)[0][0] is not cycle, cycle)

rows = [{"n": "b", "v": 2, "t": (0, 5)}, {"n": "a", "v": 2, "t": (0, 3)}, {"n": "c", "v": 1, "t": (0, 4)}]
print([row["n"] for row in sorted(rows, key=itemgetter("v", "n"))], [*map(itemgetter("n", "v"), rows)][0])
print(max(rows, key=lambda row: row["t"][1])["n"], list(map(attrgetter("real", "imag"), [1 + 2j])), methodcaller("replace", "a", "o")("banana"))
print(operator.mul(3, 4), operator.contains([1], 1), operator.concat("a", "b"), operator.truth([]), operator.index(True))
total = operator.iadd([1], [2])
print(total, sorted(rows, key=operator.itemgetter("n"), reverse=True)[0]["n"], operator.countOf("banana", "a"))
