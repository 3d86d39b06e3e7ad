"""The runtime's beginning: what is done once, before a snapshot, and the loop that serves the host until it has gone."""

import asyncio
import sys

# What programs import most: in memory before the snapshot is taken, so that importing them costs nothing.
import ast, base64, bisect, collections, concurrent.futures, contextlib, copy, csv, dataclasses, datetime, decimal, difflib, enum, fractions, functools, gc, hashlib, heapq, html, inspect, io, itertools, json, logging, math, operator, pathlib, pprint, random, re, secrets, shutil, sqlite3, statistics, string, tempfile, textwrap, time, traceback, typing, unicodedata, urllib.parse, uuid, warnings, zipfile, zlib, zoneinfo  # noqa: E401, F401

from . import absent, clock, loop, output, program, requests, servers, skills, wire, zones


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
        elif message["kind"] == "warm-up":
            _warm_up()


def _warm_up():
    """A few programs with nobody listening, so that the engine has compiled the way that every program takes."""
    for code in WARM_UP:
        body, last = program.compile_program(code, "program-0.py", "error")
        loop.execute(program._evaluate(body, last))


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
    what = f"{type(error).__name__}: {error}" if error is not None else context.get("message", "")
    print(f"Warning: a task that nobody awaited failed: {what}", file=sys.stderr)


WARM_UP = ["sum([1, 2, 3])", "import asyncio\nawait asyncio.sleep(0)\n{'a': [1, 2.5, 'b']}"]
PACKAGES = "/lib/codemode/packages"
