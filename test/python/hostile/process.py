#// proc-01 | error | A command through the module under os, where nothing was replaced.
import posix

code = posix.system("cat /tmp/cm_sentinel_host")
print()
R(code == 0, "a command of the host")
#// proc-02 | contained | A shell that the replaced functions may have left: by all names that start programs.
import os
import posix
import subprocess

ran = []
for module in (posix, os):
    for name, args in {
        "popen": ("echo out",),
        "spawnl": (os.P_WAIT, "/bin/echo", "echo", "out"),
        "spawnv": (os.P_WAIT, "/bin/echo", ["echo", "out"]),
        "posix_spawn": ("/bin/echo", ["echo", "out"], {}),
        "posix_spawnp": ("echo", ["echo", "out"], {}),
    }.items():
        try:
            result = getattr(module, name)(*args)
            if "out" in result.read() if hasattr(result, "read") else result in (0, None) or result > 1:
                ran.append(name)
        except (AttributeError, OSError, PermissionError):
            pass
for call in (lambda: subprocess.check_output(["echo", "out"]), lambda: subprocess.getoutput("echo out"), lambda: subprocess.run("echo out", shell=True, check=True)):
    try:
        if "out" in str(call()):
            ran.append("subprocess")
    except (OSError, PermissionError, subprocess.SubprocessError):
        pass
R(len(ran) > 0, f"programs started by {ran}")
#// proc-03 | contained | A copy of the process, by every call that makes one.
import os
import posix

made = []
for name in ("fork", "vfork", "fork1", "forkpty"):
    for module in (posix, os):
        try:
            child = getattr(module, name)()
            child = child[0] if isinstance(child, tuple) else child
            if child == 0:
                os._exit(0)
            made.append(name)
        except (AttributeError, OSError, PermissionError):
            pass
R(len(made) > 0, f"children by {made}")
#// proc-04 | contained | The function that subprocess is made of, from the built-in module.
import importlib.machinery
import importlib.util
import os

try:
    spec = importlib.machinery.BuiltinImporter.find_spec("_posixsubprocess")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    out, into = os.pipe()
    child = module.fork_exec([b"id"], [b"/usr/bin/id"], True, (), None, None, -1, -1, -1, into, -1, -1, out, into, True, False, -1, None, None, None, -1, None)
    R(child > 0, "a child by fork_exec")
except (ImportError, OSError, TypeError, AttributeError) as error:
    R(False, f"{type(error).__name__}: {error}")
#// proc-05 | error | Signals to itself, to the parent and to all.
import os
import posix
import signal

for pid in (os.getppid(), 1, 0, -1, os.getpid()):
    for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP):
        for kill in (posix.kill, os.kill):
            try:
                kill(pid, number)
                print("INFO sent", number, "to", pid)
            except (OSError, PermissionError, AttributeError):
                pass
for number in range(1, 32):
    try:
        signal.raise_signal(number)
    except BaseException as error:
        print("INFO", number, type(error).__name__)
#// proc-06 | error | The end of the process with code 0, in the middle of the program, as if all had gone well.
import os

pending = servers.probe.echo(value=1)
print("before the end")
os._exit(0)
#// proc-07 | error | The end of the process by C: abort.
import os

os.abort()
#// proc-08 | error | Crashes that the interpreter offers for its own tests.
import importlib

for name, crash in (("_testcapi", "crash_no_current_thread"), ("_testcapi", "fatal_error"), ("faulthandler", "_stack_overflow")):
    try:
        function = getattr(importlib.import_module(name), crash)
        print("INFO", name, crash)
        function(b"made by a program") if crash == "fatal_error" else function()
    except (ImportError, AttributeError, TypeError) as error:
        print("INFO", type(error).__name__)
#// proc-09 | error | Another process's Python, entered through the debugger's door.
import os
import sys

with open("entered.py", "w") as file:
    file.write("print('ESCAPED inside another process')\n")
entered = []
for pid in (os.getppid(), 1, os.getpid()):
    try:
        sys.remote_exec(pid, "/scratch/entered.py")
        if pid != os.getpid():
            entered.append(pid)
    except (AttributeError, OSError, RuntimeError, PermissionError, NotImplementedError) as error:
        print("INFO", pid, type(error).__name__)
try:
    import _remote_debugging

    for pid in (os.getppid(), 1):
        entered.append(len(_remote_debugging.RemoteUnwinder(pid).get_stack_trace()))
except (ImportError, OSError, RuntimeError, PermissionError, AttributeError, NotImplementedError) as error:
    print("INFO", type(error).__name__)
R(len(entered) > 0, f"other processes: {entered}")
#// proc-10 | contained | Threads by the module under the one that refuses.
import _thread
import time
from concurrent.futures import ThreadPoolExecutor

started = []
for way in (
    lambda: _thread.start_new_thread(started.append, ("new",)),
    lambda: _thread.start_joinable_thread(lambda: started.append("joinable"), daemon=True),
    lambda: ThreadPoolExecutor(2).submit(started.append, "pool").result(0.2),
):
    try:
        way()
    except (RuntimeError, AttributeError, TimeoutError) as error:
        print("INFO", type(error).__name__)
time.sleep(0.01)
R(len(started) > 0, f"threads: {started}")
#// proc-11 | contained | A second interpreter, in which none of the refusals was ever installed.
try:
    import _interpreters

    inner = _interpreters.create()
    with open("seen.txt", "w") as file:
        file.write("")
    problem = _interpreters.exec(inner, "import sys\nimport js\nopen('/scratch/seen.txt', 'w').write(str(js.globalThis))")
    print("INFO", str(getattr(problem, "msg", problem))[:100])
    R(open("seen.txt").read() != "", "JavaScript in a second interpreter")
except (ImportError, AttributeError) as error:
    R(False, type(error).__name__)
