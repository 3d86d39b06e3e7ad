#// call-01 | limit | A hundred thousand calls that nobody waits for.
import asyncio

held = [asyncio.ensure_future(servers.probe.echo(value=n)) for n in range(100_000)]
await asyncio.sleep(0)
await asyncio.wait(held)
R(True, "a hundred thousand calls")
#// call-02 | limit | Fifty megabytes of arguments in many small pieces.
rows = [{"id": n, "text": "x" * 50, "tags": ["a", "b", None]} for n in range(1_000)]
await servers.probe.echo(value=[rows] * 500)
R(True, "fifty megabytes were answered")
#// call-03 | error | Arguments that contain themselves, through every container that may be sent.
from dataclasses import dataclass


@dataclass
class Holder:
    inner: object


holder = Holder(None)
holder.inner = {"list": [({"holder": holder},)]}
await servers.probe.echo(value=holder)
#// call-04 | contained | Arguments that JSON has no words for; none may be sent as something else.
import datetime
import math

sent = []
for value in (math.nan, math.inf, 2**53, -(2**64), b"bytes", {1, 2}, object(), print, iter([]), 1j, range(3), {1: 2}, {(1, 2): 3}, servers, lambda: 1, Exception("x"), datetime.timedelta(1), memoryview(b"x")):
    try:
        answer = await servers.probe.echo(value=value)
        sent.append(f"{type(value).__name__} as {answer!r}")
    except TypeError:
        pass
R(len(sent) > 0, f"sent: {sent}")
#// call-05 | contained | Calls made when the program has ended: by timers, by finalizers, by what runs at the exit.
import asyncio
import atexit


class Late:
    def __del__(self):
        asyncio.ensure_future(servers.probe.delete_everything())


late = Late()
atexit.register(lambda: asyncio.run(servers.probe.delete_everything()))
asyncio.get_running_loop().call_later(0.2, lambda: asyncio.ensure_future(servers.probe.delete_everything()))
asyncio.ensure_future(servers.probe.echo(value="not awaited"))
R(False, "the record of this execution has one call")
#// call-06 | contained | Arguments that call tools while they are read.
import asyncio

depth = 0


class Nested(dict):
    def items(self):
        global depth
        depth += 1
        if depth < 30:
            asyncio.run(servers.probe.echo(value=Nested(a=depth)))
        return [("depth", depth)]


answer = await servers.probe.echo(value=Nested(a=0))
name = await servers.probe.whoami()
R("probe" not in str(name), f"the answer of another call: {str(name)[:50]}")
#// call-07 | contained | Names of servers and tools that lead elsewhere in the objects and folders of the host.
answered = []
for server in ("admin", "__proto__", "constructor", "probe/../admin", "prоbe", "probe ", "*", "..", "generated.servers.probe", ""):
    for tool in ("echo", "delete_all", "__proto__", "valueOf", "constructor"):
        try:
            await servers[server][tool](value=1)
            answered.append(f"{server}.{tool}")
        except Exception:
            pass
R(len(answered) > 0, f"answered: {answered}")
#// call-08 | contained | Arguments that a strict schema does not take.
class Almost(int):
    def __repr__(self):
        return '1,"x":1'

    __str__ = __repr__


answered = []
for arguments in ({"n": "1"}, {"n": 1.5}, {"n": None}, {"n": [1]}, {"n": True}, {"n": 1, "x": 1}, {}, {"N": 1}, {"n": 1, "__proto__": {}}, {"n\0": 1}):
    try:
        await servers.probe.strict(arguments)
        answered.append(arguments)
    except Exception:
        pass
number = await servers.probe.strict(n=Almost(1))
R(len(answered) > 0 or str(number) != "1", f"past the schema: {answered} {number}")
#// call-09 | contained | Calls cancelled as soon as they are made: their answers must not become those of others.
import asyncio

for n in range(60):
    task = asyncio.ensure_future(servers.probe.echo(value=f"dropped {n}"))
    await asyncio.sleep(0)
    task.cancel()
answers = await asyncio.gather(*(servers.probe.echo(value=f"kept {n}") for n in range(60)))
wrong = [answer for n, answer in enumerate(answers) if str(answer).strip('"') != f"kept {n}"]
R(len(wrong) > 0, f"answers of others: {wrong[:3]}")
#// call-10 | limit | The loop entered from inside itself until there is no stack left.
import asyncio


async def inner(depth):
    await servers.probe.echo(value=depth)
    return asyncio.run(inner(depth + 1))


await inner(0)
#// call-11 | contained | An answer that is meant to change objects, merged and unpacked without care.
answer = await servers.probe.poison()


class Target:
    pass


target = Target()
target.__dict__.update(answer if isinstance(answer, dict) else {})
R(hasattr(Target, "__cm_canary") or hasattr(object, "__cm_canary") or hasattr(dict, "then"), "an answer changed a class")
#// call-12 | contained | Questions about tools that are patterns, paths and bombs.
leaked = ""
for question in (".*", "(a+)+$" * 100, "../../config.json", "__proto__", "admin.reset", "' or 1=1 --", "\0", "*", "x " * 2_000, "\ud800", ""):
    for ask in (tools.search, tools.describe):
        try:
            leaked += str(await ask(question[:900]))
        except Exception as error:
            leaked += str(error).replace(question, "")
needle = "-".join(["CM_SECRET", "0123456789abcdef"])
R(needle in leaked or '"command"' in leaked or "Authorization" in leaked, "more than descriptions")
#// call-13 | contained | Modules of servers that are not there, and modules under names that climb.
import importlib

came = []
for name in (
    "generated.servers.admin",
    "generated.servers.probe.echo",
    "generated.servers...probe",
    "generated.servers.__proto__",
    "generated.secrets",
    "generated.servers.probe\0admin",
    "skills.../../../etc/passwd",
    "skills.admin",
    "skills.__init__",
    "generated.servers./tmp/cm_sentinel_host",
):
    try:
        importlib.import_module(name)
        came.append(name)
    except (ImportError, ValueError, TypeError):
        pass
R(len(came) > 0, f"modules: {came}")
#// call-14 | limit | Calls one after the other, without end, each waiting for its answer.
n = 0
while True:
    await servers.probe.count()
    n += 1
#// call-15 | limit | A tool that answers much later than the program may take, waited for in a way that can't be cancelled.
import asyncio

while True:
    try:
        await asyncio.shield(servers.probe.slow(ms=600_000))
    except BaseException:
        pass
#// call-16 | limit | Keyword arguments by the thousand, and one with a name of a megabyte.
await servers.probe.strict({f"key{n}": n for n in range(20_000)} | {"k" * 1_000_000: 1})
