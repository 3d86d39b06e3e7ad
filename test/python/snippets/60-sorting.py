import locale
from dataclasses import dataclass, field
from functools import cmp_to_key


@dataclass(order=True)
class Job:
    sort_index: tuple = field(init=False, repr=False)
    name: str
    priority: int = 1
    done: bool = False

    def __post_init__(self):
        self.sort_index = (self.done, -self.priority, self.name)


jobs = [Job("wash", 2), Job("cook", 5), Job("read", 2, True), Job("code", 5), Job("away", 1)]
print([job.name for job in sorted(jobs)], min(jobs).name, max(jobs))
print(sorted("banana"), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower), sorted({"z": 1, "y": 2}))

people = [("ann", 30, "oslo"), ("bob", 25, "rome"), ("cid", 30, "bonn"), ("dan", 25, "bonn")]
people.sort(key=lambda person: person[2])
people.sort(key=lambda person: person[1], reverse=True)
print([name for name, *_ in people])
print(sorted(people, key=lambda person: (person[2], -person[1]))[0], people.index(("bob", 25, "rome")))


def natural(text):
    parts, digits = [], ""
    for c in text + " ":
        if c.isdigit():
            digits += c
            continue
        if digits:
            parts.append((0, int(digits), ""))
            digits = ""
        parts.append((1, 0, c))
    return parts


print(sorted(["file10", "file9", "file1a", "file1"], key=natural))
print(sorted([None, 3, 1, None, 2], key=lambda n: (n is None, n or 0)), sorted([True, False, 2, 0.5]))
print(sorted([(2, "b"), (2, "a"), (1, "z")]), list(reversed([1, 2])), sorted(["b", "a"], key=cmp_to_key(locale.strcoll)))
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
top = dict(sorted({"x": 5, "y": 9, "z": 7}.items(), key=lambda pair: pair[1], reverse=True)[:2])
print(top, min(top, key=top.get), sorted(jobs, key=lambda job: job.name[-1])[0].name)
