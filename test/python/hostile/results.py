#// res-01 | limit | Tables that share their parts: small in memory, endless as text.
part = {"leaf": "x" * 10}
for n in range(40):
    part = {"left": part, "right": part, "both": (part, part)}
part
#// res-02 | limit | One text of a megabyte, two thousand times.
text = "x" * 1_000_000
[text] * 2_000
#// res-03 | contained | Objects in objects, deeper than any reader.
from dataclasses import dataclass


@dataclass
class Link:
    inner: object


link = None
for _ in range(50_000):
    link = Link({"inner": (link,)})
link
#// res-04 | contained | Cycles through every kind of thing.
import collections
import types
from dataclasses import dataclass, field


@dataclass
class Round:
    me: object = None
    parts: list = field(default_factory=list)


one = Round()
one.me = {"one": one, "view": None}
one.me["view"] = one.me.values()
one.parts += [one, (one,), collections.deque([one]), types.SimpleNamespace(one=one), collections.UserDict(one=one), {"f": frozenset([1])}]
one
#// res-05 | limit | A number of ten million digits.
1 << 33_000_000
#// res-06 | contained | Things whose text, length, keys, items and type all fail.
import enum


class Bad:
    def fail(self, *_):
        raise RuntimeError("no " * 1000)

    __repr__ = __str__ = __len__ = __iter__ = __getitem__ = keys = __hash__ = __eq__ = __bool__ = __format__ = __dir__ = fail

    @property
    def __class__(self):
        raise ValueError("no class")


class Kind(enum.Enum):
    A = 1

    @property
    def value(self):
        raise KeyError("no value")


[Bad(), Kind.A, {"k": Bad()}, type("T" * 1000, (), {"__repr__": lambda self: 5})()]
#// res-07 | limit | A thing whose text never comes.
class Slow:
    def __repr__(self):
        while True:
            pass


{"value": Slow()}
#// res-08 | limit | A table that has as many keys as anyone asks for, and things in things that are made while they are read.
class Endless:
    def keys(self):
        n = 0
        while True:
            yield f"key{n}"
            n += 1

    def __getitem__(self, key):
        return Endless()


[Endless()]
#// res-09 | contained | Things that give others each time they are read.
from dataclasses import dataclass


@dataclass
class Fresh:
    depth: int

    def __getattribute__(self, name):
        return Fresh(0) if name == "depth" else object.__getattribute__(self, name)


Fresh(1)
#// res-10 | contained | Texts, numbers and tables of the program's own classes, which answer otherwise each time.
class Text(str):
    def __str__(self):
        return 5

    def __len__(self):
        return -1

    def encode(self, *_):
        raise SystemExit("in encode")


class Number(int):
    def __int__(self):
        raise SystemExit("in int")

    __index__ = __repr__ = __str__ = __neg__ = __int__

    def __le__(self, other):
        return True


class Table(dict):
    def items(self):
        return [(["no key"], 1)]

    def __iter__(self):
        return iter([{}, None])


class Row(list):
    def __iter__(self):
        raise GeneratorExit


[Text("t"), Number(2**70), Number(5), Table(a=1), Row([1]), float("nan")]
#// res-11 | limit | A range of as many numbers as there are.
range(10**9)
#// res-12 | contained | Something to await that gives something to await, and so on.
class Again:
    def __await__(self):
        yield from ()
        return Again()


async def more(n):
    return more(n + 1) if n < 10_000 else Again()


await more(0)
#// res-13 | error | An error whose text, notes, causes and class all fail when they are read.
class Cruel(Exception):
    __notes__ = [5, None, "note " * 100_000]

    def __str__(self):
        raise Cruel

    __repr__ = __str__

    @property
    def __cause__(self):
        raise SystemExit

    @property
    def __dict__(self):
        raise KeyboardInterrupt


raise Cruel
#// res-14 | limit | An error that takes for ever to say what it is.
class Slow(Exception):
    def __str__(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


raise Slow
#// res-15 | error | An error with a name, a message, notes and a traceback of megabytes.
error = type("N" * 1_000_000, (Exception,), {})("m" * 5_000_000)
for n in range(1000):
    error.add_note("n" * 10_000)


def deeper(n):
    if n:
        deeper(n - 1)
    raise error


deeper(400)
#// res-16 | limit | Errors in groups in groups, each the cause of the others.
inner = [ValueError(n) for n in range(100)]
for n in range(60):
    group = ExceptionGroup(f"level {n}", inner)
    group.__context__ = inner[0]
    inner[0].__cause__ = group
    inner = [group, *inner[:20]]
raise inner[0]
#// res-17 | error | A tool's error by the program's hand, with a code that only the host gives.
raise ToolError("ended by the host", code="LIMIT_MEMORY", server="probe", tool="echo")
#// res-18 | error | The runtime's own way of saying that a limit is reached, with a limit that there is not.
from _codemode.errors import LimitReached

raise LimitReached("LIMIT_EVERYTHING", "x")
#// res-19 | error | Ends that are no errors: cancelled, closed, interrupted, out of the loop's hand.
import asyncio


async def closed():
    raise GeneratorExit


for kind in (KeyboardInterrupt, asyncio.CancelledError, StopAsyncIteration, BaseExceptionGroup):
    try:
        await asyncio.create_task(closed())
    except BaseException as error:
        print("INFO", type(error).__name__)
raise BaseExceptionGroup("all", [KeyboardInterrupt(), SystemExit(5), GeneratorExit()])
#// res-20 | contained | The end of the program with a code that is no code.
import sys


class Code:
    def __eq__(self, other):
        return True

    def __str__(self):
        raise SystemExit(Code())


sys.exit(Code())
