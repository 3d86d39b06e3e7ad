#// cpu-01 | limit | An endless loop in C, in which no instruction of Python's ever runs.
import collections
import itertools

collections.deque(itertools.repeat(0), 0)
#// cpu-02 | limit | An endless sum, with functions of C that call functions of C.
import itertools

sum(map(abs, itertools.cycle([1, -1])))
#// cpu-03 | limit | Patterns that try everything, in a compiled replacement.
import re

re.sub(r"(?:\w*\s?)*;$", "", "word " * 40)
re.search(r"^(?:(?:x+x+)+y|z)*$", "x" * 64)
#// cpu-04 | limit | Numbers of millions of digits.
import math
import sys

sys.set_int_max_str_digits(0)
text = "7" * 5_000_000
number = int(text)
str(number * number)
math.factorial(10**8)
#// cpu-05 | limit | Items that never agree on their order.
import random


class Evil:
    def __lt__(self, other):
        try:
            return sorted([Evil() for _ in range(50)], reverse=random.random() < 0.5) is None
        except RecursionError:
            return random.random() < 0.5


sorted(Evil() for _ in range(200))
#// cpu-06 | limit | Turns of the loop without end, in which nothing happens and nothing is let through.
import asyncio

while True:
    try:
        await asyncio.sleep(0)
    except BaseException as error:
        held = error
#// cpu-07 | limit | Keys that all have one hash.
modulus = 2**31 - 1
table = {}
for n in range(1, 200_000):
    table[n * modulus] = n
    table[float(n) * modulus] = n
#// cpu-08 | limit | Sleep without end, of both kinds.
import asyncio
import time

try:
    await asyncio.sleep(10**7)
finally:
    time.sleep(10**7)
#// cpu-09 | limit | A source of many megabytes, compiled and compiled again.
source = "\n".join(f"name{n} = [{n}, {{'k{n}': ({n} + 1) * 2}}, lambda x: x + {n}]" for n in range(30_000))
while True:
    compile(source, "<made>", "exec")
#// cpu-10 | limit | Texts searched in the slowest way there is.
import difflib

text, needle = "ab" * 2_000_000, "ab" * 999_999 + "b" + "ab" * 999_999
while True:
    text.find(needle)
    difflib.SequenceMatcher(None, "ab" * 5_000, "ba" * 5_000, autojunk=False).ratio()
#// cpu-11 | limit | Objects that are made again whenever they are thrown away, from every thrown away one two.
class Phoenix:
    def __del__(self):
        held.append(Phoenix())
        held.append(Phoenix())
        del held[: len(held) // 2]


held = []
while True:
    Phoenix()
#// cpu-12 | limit | Callbacks that plan themselves anew, timers that are due at once, and a program that waits for none.
import asyncio

loop = asyncio.get_running_loop()


def again():
    loop.call_soon(again)
    loop.call_later(0, again)
    del loop._scheduled[1000:]


again()
await asyncio.Future()
#// cpu-13 | limit | Calls of tools, sent and dropped, in a loop that never looks at an answer.
while True:
    call = servers.probe.echo(value=1)
    try:
        call.send(None)
    except BaseException as error:
        held = error
#// cpu-14 | limit | Classes that ask each other whether they are related, for ever.
import abc


class Left(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        while True:
            if isinstance(other, type):
                cls.made = type("Made", (Left,), {})


issubclass(int, Left)
#// cpu-15 | limit | Imports that import themselves by names without end.
import importlib.abc
import importlib.machinery
import sys


class Endless(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.startswith("endless") else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        n = 0
        while True:
            try:
                importlib.import_module(f"endless{n}")
            except RecursionError:
                pass
            n += 1


sys.meta_path.append(Endless())
import endless
