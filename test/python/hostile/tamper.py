#// tam-01 | limit | The runtime's clock stopped: its limit moved away, its functions replaced.
from _codemode import clock

clock._limit_at = float("inf")
clock._tick = clock.expire = lambda *_: None
clock.expired = lambda: False
clock.limit_at = lambda: None
n = 0
while True:
    n += 1
#// tam-02 | limit | Tasks that refuse to be cancelled, and start others when they should end.
import asyncio


async def stubborn(depth=0):
    while True:
        try:
            await asyncio.sleep(0)
        except BaseException:
            if depth < 5:
                asyncio.ensure_future(stubborn(depth + 1))


await asyncio.gather(*(stubborn() for _ in range(20)))
#// tam-03 | limit | The runtime's signal handler replaced by one that does nothing, and every signal blocked.
import signal

for number in range(1, 32):
    try:
        signal.signal(number, lambda *_: None)
    except (OSError, ValueError):
        pass
try:
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))
except (OSError, ValueError, AttributeError):
    pass
while True:
    pass
#// tam-04 | limit | Code that says it is the runtime's, so that the clock spares it.
exec(compile("while True:\n    pass", "/lib/codemode/_codemode/loop.py", "exec"))
#// tam-05 | limit | A finally that never finishes, around work that is ended.
def hold():
    while True:
        try:
            for n in range(10**12):
                pass
        finally:
            continue


hold()
#// tam-06 | error | Recursion through C functions, with the limit taken away.
import sys

sys.setrecursionlimit(2**31 - 1)


class Deep:
    def __repr__(self):
        return f"{self!r}"

    def __getattr__(self, name):
        return getattr(self, name + "x")

    __iter__ = lambda self: iter(self)
    __len__ = lambda self: len(self)
    __eq__ = lambda self, other: self == other


for way in (lambda d: repr(d), lambda d: d.any, lambda d: list(d), lambda d: len(d), lambda d: d == d.__class__()):
    try:
        way(Deep())
    except RecursionError:
        print("INFO RecursionError")
#// tam-07 | error | Structures so nested that what reads, compares, copies or prints them calls itself too often.
import ast
import copy
import json
import pickle
import re
import sys

sys.setrecursionlimit(10**9)
deep = []
for _ in range(30_000):
    deep = [deep]
for name, way in {
    "repr": lambda: repr(deep),
    "equal": lambda: deep == [deep],
    "copy": lambda: copy.deepcopy(deep),
    "json": lambda: json.dumps(deep),
    "pickle": lambda: pickle.dumps(deep),
    "parse": lambda: ast.parse("(" * 100_000 + ")" * 100_000),
    "minus": lambda: eval("-" * 100_000 + "1"),
    "regex": lambda: re.compile("(" * 50_000 + ")" * 50_000),
    "loads": lambda: json.loads("[" * 200_000),
}.items():
    try:
        way()
        print("INFO", name, "passed")
    except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
        print("INFO", name, type(error).__name__)
#// tam-08 | error | What errors, types and imports are made of, replaced in the builtins.
import builtins


class Never(Exception):
    pass


for name in ("BaseException", "Exception", "TypeError", "ValueError", "MemoryError", "isinstance", "type", "getattr", "__import__", "__build_class__", "open", "sum", "max"):
    setattr(builtins, name, Never if name[0].isupper() else lambda *args, **options: None)
answer = await servers.probe.echo(value="kept")
print("CONTAINED" if answer == "kept" else "ESCAPED", "builtins")
#// tam-09 | error | The runtime's modules forgotten and emptied.
import sys

modules = [module for name, module in list(sys.modules.items()) if name.startswith("_codemode")]
for name in [name for name in sys.modules if name.startswith("_codemode")]:
    del sys.modules[name]
for module in modules:
    vars(module).clear()
#// tam-10 | error | Bytecode by hand: every instruction with every argument, on a stack that is too small.
import random

code = (lambda a, b: (a, b)).__code__
seeded = random.Random(314)
for _ in range(3_000):
    body = bytes(seeded.randrange(256) for _ in range(32))
    try:
        exec(code.replace(co_code=body, co_argcount=0, co_nlocals=0, co_varnames=(), co_stacksize=1))
    except BaseException as error:
        pass
#// tam-11 | contained | A program whose constants are no constants and whose names are no names.
def plain():
    return print


code = plain.__code__
for changes in ({"co_names": ()}, {"co_consts": ()}, {"co_stacksize": 0}, {"co_exceptiontable": b"\xff" * 50}, {"co_linetable": b"\xff" * 50}, {"co_firstlineno": -(2**31)}):
    try:
        made = code.replace(**changes)
        print("INFO", list(changes), exec(made), list(made.co_lines())[:1])
    except Exception as error:
        print("INFO", list(changes), type(error).__name__)
#// tam-12 | error | No memory any more, by a switch of the interpreter's tests.
import importlib

try:
    importlib.import_module("_testcapi").set_nomemory(5)
except (ImportError, AttributeError):
    importlib.import_module("_testinternalcapi").set_eval_frame_record([])
held = [str(n) * 10 for n in range(1000)]
await servers.probe.echo(value=1)
raise MemoryError
#// tam-13 | contained | The loop sabotaged: stopped, closed, emptied, and its tasks cancelled.
import asyncio

loop = asyncio.get_running_loop()
loop.stop()
loop.close()
loop._scheduled.clear()
loop._selector = type("Nothing", (), {"select": lambda self, timeout: [], "close": lambda self: None})()
for task in asyncio.all_tasks(loop):
    if task is not asyncio.current_task():
        task.cancel()
print("CONTAINED the loop")
#// tam-14 | error | Hooks that see everything and refuse everything: for audits, errors, what can't be raised, garbage.
import gc
import sys


def refuse(*what):
    raise RuntimeError("refused by a hook")


sys.excepthook = sys.unraisablehook = sys.displayhook = sys.breakpointhook = refuse
gc.callbacks.append(refuse)
sys.setprofile(refuse)
sys.addaudithook(lambda event, arguments: refuse() if event in ("compile", "exec", "open", "import") else None)
#// tam-15 | limit | The runtime's own count of what is printed, set so high that it never ends.
from _codemode import output

output._room = output._max_bytes = 10**15
output.MOST_HELD = 0
while True:
    print("flood " * 100)
#// tam-16 | limit | The runtime's own limit of arguments, set so high that it never holds.
from _codemode import requests

requests._max_argument_bytes = 10**15
await servers.probe.echo(value="a" * 20_000_000)
R(True, "arguments over the limit were answered")
#// tam-17 | contained | The program's own namespace emptied, replaced and made to answer every name.
import sys

main = sys.modules["__main__"]
sys.modules["__main__"] = None
vars(main).clear()
#// tam-18 | contained | A wire of the program's own instead of the runtime's, with nothing behind it.
from _codemode import wire

sent = []
real, wire.post, wire.post_text = wire.post_text, sent.append, sent.append
call = servers.probe.echo(value=1)
try:
    call.send(None)
except StopIteration as answer:
    print("ESCAPED an answer without a call", answer)
wire.post_text = real
wire.post = lambda message: real(wire.encode(message))
print("CONTAINED", len(sent), "messages kept")
#// tam-19 | contained | Trackers of every instruction, left behind for what runs next.
import sys

sys.monitoring.use_tool_id(2, "cm")
sys.monitoring.register_callback(2, sys.monitoring.events.PY_START, lambda code, offset: print("INFO", code.co_name) if "secret" in code.co_name else None)
sys.monitoring.set_events(2, sys.monitoring.events.PY_START)
sys.settrace(lambda frame, event, argument: None)
print("CONTAINED trackers are set")
