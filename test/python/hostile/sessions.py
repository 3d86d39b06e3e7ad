#// xs-01 | contained | What a session can change is changed: builtins, modules, the library, the runtime, files, the environment.
import builtins
import json
import os
import sys

import _codemode.program

builtins.cm_left = "left by another session"
sys.modules["cm_left"] = type(sys)("cm_left")
json.cm_left = _codemode.program.cm_left = str.__doc__
os.environ["CM_LEFT"] = "left"
os.putenv("CM_LEFT", "left")
for path in ("/scratch/cm_left", "/tmp/cm_left", "/lib/codemode/cm_left.py", "/home/pyodide/cm_left", "/dev/shm/cm_left"):
    try:
        with open(path, "w") as file:
            file.write("left")
    except OSError as error:
        print("INFO", path, error)
R(False, "left")
#// xs-02 | contained | What another session has changed is looked for.
import builtins
import importlib.util
import json
import os
import sys

import _codemode.program

found = [name for name, there in {
    "builtins": hasattr(builtins, "cm_left"),
    "modules": "cm_left" in sys.modules,
    "library": hasattr(json, "cm_left"),
    "runtime": hasattr(_codemode.program, "cm_left"),
    "environment": "CM_LEFT" in os.environ,
    "import": importlib.util.find_spec("cm_left") is not None,
}.items() if there]
found += [path for path in ("/scratch/cm_left", "/tmp/cm_left", "/lib/codemode/cm_left.py", "/home/pyodide/cm_left", "/dev/shm/cm_left") if os.path.exists(path)]
R(len(found) > 0, f"another session's: {found}")
#// xs-03 | contained | The runtime, the library's archive and the place of packages overwritten, for whoever starts next.
import glob
import os

for path in [*glob.glob("/lib/codemode/_codemode/*.py"), *glob.glob("/lib/python3*.zip"), "/lib/codemode/packages/json.py", "/lib/python3.14/site-packages/cm.pth"]:
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write("print('ESCAPED by a module that another session wrote')\n")
        print("INFO wrote", path)
    except OSError as error:
        print("INFO", path, error)
R(False, "overwritten inside")
#// xs-04 | contained | Modules imported for the first time, after another session has overwritten what it could.
import colorsys
import graphlib
import importlib
import plistlib

import _codemode.servers

importlib.reload(importlib.import_module("stringprep"))
source = open("/lib/codemode/_codemode/servers.py").read()
R("another session" in source or not hasattr(graphlib, "TopologicalSorter") or not hasattr(colorsys, "rgb_to_hsv"), "another session's code")
#// xs-05 | contained | Tasks, timers and calls that are to be alive when the session has ended.
import asyncio


async def forever():
    while True:
        try:
            await asyncio.sleep(0.05)
            await servers.probe.echo(value="left running")
        except BaseException:
            pass


held = [asyncio.ensure_future(forever()) for _ in range(5)]
await asyncio.sleep(0)
R(False, "left running")
#// xs-06 | contained | Whoever comes next: nobody's tasks, nobody's calls, random numbers of one's own.
import asyncio
import random
import secrets

others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
drawn = {random.Random(0).random(), random.random(), secrets.randbelow(2**60)}
print("INFO", secrets.token_hex(4), hash("text") % 1000)
R(len(others) > 0 or len(drawn) < 3, f"{len(others)} tasks of another session")
