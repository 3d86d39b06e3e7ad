"""The runtime's beginning: what is done once, before a snapshot, and the loop that serves the host until it has gone."""

import asyncio
import sys

# What programs import most: in memory before the snapshot is taken, so that importing them costs nothing.
import ast, base64, bisect, collections, concurrent.futures, contextlib, copy, csv, dataclasses, datetime, decimal, difflib, enum, fractions, functools, gc, hashlib, heapq, html, inspect, io, itertools, json, logging, math, operator, pathlib, pprint, random, re, secrets, shutil, sqlite3, statistics, string, tempfile, textwrap, time, traceback, tracemalloc, typing, unicodedata, urllib.parse, uuid, warnings, zipfile, zlib, zoneinfo  # noqa: E401, F401

from . import absent, clock, loop, output, program, requests, servers, skills, wire, zones
from .errors import LimitReached


def prepare():
    """Everything that is the same in each session."""
    sys.dont_write_bytecode = True
    output.install()
    absent.install()
    servers.install()
    skills.install()
    loop.install()
    loop.loop.set_exception_handler(_tell)
    program.install()
    zones.install()
    clock.install()
    for name in [name for name in program.namespace if not name.startswith("__")]:
        del program.namespace[name]
    gc.collect()


def serve(device):
    """Answers the host until it has gone."""
    _new_randomness()
    asyncio.events._set_running_loop(None)
    wire.connect(device)
    wire.post({"kind": "ready"})
    while True:
        message = requests.next_message()
        if message["kind"] == "run":
            program.run(message)
        elif message["kind"] == "serve":
            program.serve(message)
        elif message["kind"] == "warm-up":
            _warm_up()


def _warm_up():
    """A few programs with nobody listening, so that the engine has compiled the way that every program takes."""
    names = set(program.namespace)
    wire.mute(True)
    for _ in range(WARM_UPS):
        for code in WARM_UP:
            program.run(WARM_UP_MESSAGE | {"program": {"file": "program-0.py", "code": code}})
    wire.mute(False)
    for name in set(program.namespace) - names:
        del program.namespace[name]


def _new_randomness():
    """A process that wakes from a snapshot would draw the same numbers as every other."""
    random.seed()


def add_wheels():
    """Puts the wheels that the host has brought on the path."""
    for wheel in sorted(pathlib.Path("/lib/codemode/wheels").glob("*.whl")):
        zipfile.ZipFile(wheel).extractall(PACKAGES)
        wheel.unlink()
    sys.path.append(PACKAGES)


def _tell(_, context):
    """A task or a future that failed while nobody awaited it."""
    error = context.get("exception")
    # A limit that ended the program has ended its tasks.
    if isinstance(error, LimitReached):
        return
    what = f"{type(error).__name__}: {error}" if error is not None else context.get("message", "")
    print(f"Warning: a task that nobody awaited failed: {what}", file=sys.stderr)


WARM_UPS = 5
WARM_UP = [
    "1 + 1",
    "import asyncio\nx = [n * n for n in range(10)]\nprint(f'{x!r}')\nawait asyncio.sleep(0)\n{'a': [1, 2.5, 'b', None]}",
    "def f(a, *, b=1):\n    return a + b\nclass A:\n    pass\nasync def main():\n    return await asyncio.gather(asyncio.sleep(0, f(1)))\nasyncio.run(main())",
    "raise ValueError('x')",
]
WARM_UP_MESSAGE = {
    "run": 0, "servers": [], "skills": [], "values": "json", "check": "error", "guestTimeMs": 10_000,
    "maxValueBytes": 10_000, "maxArgumentBytes": 10_000, "maxOutputBytes": 10_000,
}
PACKAGES = "/lib/codemode/packages"
