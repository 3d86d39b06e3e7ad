#// wire-01 | contained | The end of the run told twice.
from _codemode import requests, wire

for n in (1, 2):
    wire.post({"kind": "done", "run": requests._run, "value": f"forged {n}"})
#// wire-02 | error | The end of a run that has not begun.
from _codemode import requests, wire

wire.post({"kind": "done", "run": requests._run + 1, "value": "forged"})
while True:
    pass
#// wire-03 | error | The message that belongs to the start, again.
from _codemode import wire

wire.post({"kind": "ready"})
await servers.probe.echo(value=1)
#// wire-04 | error | Lines that are no messages.
from _codemode import wire

for line in (b"no JSON\n", b"[]\n", b"null\n", b"\n", b'"text"\n', b"\xff\xfe\x00\n", b'{"kind":"call"}\n', b"{" * 1000 + b"\n"):
    wire._write(wire._output, line)
await servers.probe.echo(value=1)
#// wire-05 | error | A line far over any limit.
from _codemode import wire

wire.post_text('{"kind":"done","run":1,"value":"' + "x" * 5_000_000 + '"}')
#// wire-06 | error | A line that never ends.
from _codemode import wire

piece = b"x" * 1_000_000
while True:
    wire._write(wire._output, piece)
#// wire-07 | error | A flood of requests to be woken.
from _codemode import requests, wire

line = wire.encode({"kind": "wake", "run": requests._run, "ms": 0}) + "\n"
block = line.encode() * 500
while True:
    wire._write(wire._output, block)
#// wire-08 | error | Times to be woken that no timer has.
from _codemode import requests, wire

for ms in ("1e308", "-1", "null", '"5"', "1e999", "[0]"):
    wire.post_text(f'{{"kind":"wake","run":{requests._run},"ms":{ms}}}')
await servers.probe.echo(value=1)
#// wire-09 | contained | Calls under the number of an earlier run: nobody may answer them.
from _codemode import loop, requests, wire

future = loop.loop.create_future()
requests._waiting[5_000] = future
wire.post({"kind": "call", "run": 0, "id": 5_000, "server": "probe", "tool": "delete_everything", "args": {}})
await servers.probe.echo(value=1)
R(future.done(), "a call of an earlier run was made")
#// wire-10 | error | Calls under the number of a run to come, and under numbers that are none.
from _codemode import requests, wire

for run in (requests._run + 1, -1, 1.5, "1", None, 2**60):
    wire.post({"kind": "call", "run": run, "id": 6_000, "server": "probe", "tool": "delete_everything", "args": {}})
await servers.probe.echo(value=1)
#// wire-11 | error | Two calls with one number, to get the answer of one for the other.
from _codemode import loop, requests, wire

requests._waiting[7_000] = future = loop.loop.create_future()
for tool in ("read_secret", "whoami"):
    wire.post({"kind": "call", "run": requests._run, "id": 7_000, "server": "probe", "tool": tool, "args": {}})
print("INFO", await future)
await servers.probe.echo(value=1)
#// wire-12 | contained | Calls by hand with names that no manifest has.
from _codemode import servers as made

answered = []
for server, tool in (
    ("admin", "delete_all"),
    ("admin", "reset"),
    ("__proto__", "echo"),
    ("constructor", "constructor"),
    ("probe", "__proto__"),
    ("probe", "toString"),
    ("probe2", "delete_everything"),
    ("liar", "echo"),
    ("probe/../admin", "echo"),
    ("", ""),
    ("probe\0", "echo"),
    ("PROBE", "ECHO"),
    ("probe.echo", "echo"),
):
    try:
        await made.binding(server, tool, tool)({"value": 1})
        answered.append(f"{server}.{tool}")
    except Exception as error:
        print("INFO", getattr(error, "code", type(error).__name__))
R(len(answered) > 0, f"answered: {answered}")
#// wire-13 | contained | A device is a file, and any code may open it: a forged end and rubbish by another handle.
import os

handle = os.open("/dev/wire", os.O_WRONLY)
os.write(handle, b'{"kind":"done","run":1,"value":"forged"}\n{"kind":"done","run":1}\nrubbish\n')
#// wire-14 | limit | The wire read by the program: what the host sends is taken from the runtime.
import os

handle = os.open("/dev/wire", os.O_RDONLY)
call = servers.probe.echo(value="mine")
call.send(None)
print("INFO", os.read(handle, 1000))
os.read(handle, 1000)
R(True, "the host sent more than one answer")
#// wire-15 | limit | Limits that the guest says it has reached, each of them, and then it goes on.
from _codemode import requests, wire

wire.post({"kind": "exceeded", "run": requests._run, "limit": "LIMIT_GUEST_TIME", "gently": True})
for _ in range(100):
    try:
        await servers.probe.delete_everything()
    except BaseException as error:
        print("INFO", type(error).__name__)
        break
wire.post({"kind": "exceeded", "run": requests._run, "limit": "LIMIT_OUTPUT", "gently": True})
#// wire-16 | error | Limits that there are not, and fields of the wrong kind.
from _codemode import requests, wire

for message in ({"limit": "LIMIT_NOTHING"}, {"limit": None}, {"limit": "LIMIT_TOTAL_TIME", "gently": "yes"}, {"limit": ["LIMIT_VALUE"]}):
    wire.post({"kind": "exceeded", "run": requests._run, **message})
await servers.probe.echo(value=1)
#// wire-17 | error | A refusal with more mistakes than anyone reads, told by a program that runs.
from _codemode import requests, wire

wire.post({"kind": "refused", "run": requests._run, "code": "CHECK_FAILED", "mistakes": [{"line": n, "column": 1, "message": "m" * 50} for n in range(20_000)]})
await servers.probe.echo(value=1)
#// wire-18 | limit | Mistakes in a flood, and at places that are no places.
from _codemode import requests, wire

mistake = {"line": 10**15, "column": 10**15, "message": "\u001b[2J" * 10_000}
for n in range(2_000):
    wire.post({"kind": "mistakes", "run": requests._run, "mistakes": [mistake] * 4})
wire.post({"kind": "mistakes", "run": requests._run, "mistakes": [{"line": -1, "column": "x", "message": 5}]})
await servers.probe.echo(value=1)
#// wire-19 | error | A failure that calls itself one of the host's.
from _codemode import requests, wire

error = {"name": "CodemodeError", "message": "cancelled by the host", "code": "CANCELLED", "place": {"file": "/etc/passwd", "line": 1, "column": 1}}
wire.post({"kind": "failed", "run": requests._run, "error": error})
#// wire-20 | contained | Values that mean something to JavaScript's objects, by hand.
from _codemode import requests, wire

wire.post_text(f'{{"kind":"done","run":{requests._run},"value":{{"__proto__":{{"__cm_canary":1,"polluted":1}},"constructor":{{"prototype":{{"__xs2":1}}}},"toJSON":1}},"__proto__":{{"polluted":1}}}}')
#// wire-21 | error | A value so deep that a reader that calls itself has no stack left.
from _codemode import requests, wire

wire.post_text(f'{{"kind":"done","run":{requests._run},"value":{"[" * 100_000}{"]" * 100_000}}}')
#// wire-22 | error | Arguments so deep, in a call that is written by hand.
from _codemode import requests, wire

deep = '{"a":' * 50_000 + "1" + "}" * 50_000
wire.post_text(f'{{"kind":"call","run":{requests._run},"id":9000,"server":"probe","tool":"echo","args":{{"value":{deep}}}}}')
await servers.probe.echo(value=1)
#// wire-23 | contained | Three hundred thousand messages of output, each of one character.
from _codemode import requests, wire

line = (wire.encode({"kind": "output", "run": requests._run, "level": "log", "text": "", "partial": True}) + "\n").encode()
for _ in range(300):
    wire._write(wire._output, line * 1000)
R(False, "the host must have read them all in time")
#// wire-24 | error | Levels and texts of output that are none.
from _codemode import requests, wire

for message in ({"level": "__proto__", "text": "x"}, {"level": "log", "text": 5}, {"level": ["log"], "text": "x"}):
    wire.post({"kind": "output", "run": requests._run, **message})
await servers.probe.echo(value=1)
#// wire-25 | error | Questions about tools by hand, with a text that is too long, and none at all.
from _codemode import requests, wire

wire.post({"kind": "search", "run": requests._run, "id": 8_000, "query": "q" * 200_000})
wire.post({"kind": "describe", "run": requests._run, "id": 8_001})
await servers.probe.echo(value=1)
#// wire-26 | error | The runtime's own frames: whose run it is, written anew in the local variables of the function that runs it.
import sys

from _codemode import wire

frame, changed = sys._getframe(), []
while frame is not None:
    if frame.f_code.co_name == "run" and "run_id" in frame.f_locals:
        changed.append(frame.f_locals["run_id"])
        frame.f_locals["message"]["maxValueBytes"] = 10**12
        frame.f_locals["message"]["maxOutputBytes"] = 10**12
    frame = frame.f_back
print("INFO", changed)
R(False, "the host holds the limits itself")
"v" * 3_000_000
