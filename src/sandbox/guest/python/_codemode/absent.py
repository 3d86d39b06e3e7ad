"""What a Python here does not have: each with an error that says what to do instead. This is comfort; the seal and the process are the walls."""

import builtins
import importlib.abc
import io
import os
import sys
import time

from . import requests
from .output import NO_INPUT

NO_NETWORK = "The sandbox has no network. Call a tool instead; await tools.search('...') finds one."
NO_PROCESS = "The sandbox starts no other programs. Call a tool instead; await tools.search('...') finds one."
NO_THREAD = "The sandbox has no threads. Use async functions: asyncio.gather(...) makes tool calls at the same time."
NO_PACKAGE = "Only the standard library is here, and what the user has named in the config (codemode.python.packages)."
NO_JAVASCRIPT = "There is no JavaScript for Python here. Call a tool instead; await tools.search('...') finds one."

_absent = {
    **dict.fromkeys(("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "pyodide_http", "micropip"), NO_JAVASCRIPT),
    **dict.fromkeys(("ctypes", "_ctypes"), "There is no machine code to call here. Use Python, or call a tool."),
    "multiprocessing": NO_PROCESS,
    "_posixsubprocess": NO_PROCESS,
}


class _Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        why = _absent.get(name.partition(".")[0])
        if why is not None:
            raise ModuleNotFoundError(f"There is no module {name!r} here. {why}", name=name)
        return None


class _NotInstalled(importlib.abc.MetaPathFinder):
    """Asked last: what nobody has found, and is no part of Python, is a package."""

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if "." in name or top in sys.stdlib_module_names:
            return None
        raise ModuleNotFoundError(f"No module named {name!r}. {NO_PACKAGE}", name=name)


def install():
    for name in list(sys.modules):
        if name.partition(".")[0] in _absent:
            del sys.modules[name]
    sys.meta_path[:] = [_Absent(), *(finder for finder in sys.meta_path if not _is_pyodides(finder))]
    sys.meta_path.append(_NotInstalled())
    builtins.input = _refusing(EOFError, NO_INPUT, "input")
    builtins.open = io.open = _open
    time.sleep = requests.sleep
    for name in ("system", "popen", "fork", "forkpty", "execv", "execve", "posix_spawn", "posix_spawnp", "kill", "killpg"):
        if hasattr(os, name):
            setattr(os, name, _refusing(PermissionError, NO_PROCESS, name))
    _refuse_later()


def _is_pyodides(finder):
    """Pyodide has finders that are objects, and one that is a class."""
    module = (finder if isinstance(finder, type) else type(finder)).__module__
    return module.startswith(("pyodide", "_pyodide"))


_real_open = io.open


def _open(file, *args, **options):
    try:
        return _real_open(file, *args, **options)
    except FileNotFoundError as error:
        error.add_note("Only the program's own files are here, in /scratch. Files of the user's machine are reached by tools, for instance those of a filesystem server.")
        raise


def _refuse_later():
    """Modules that are seldom imported get their refusals when they are."""
    import socket
    import subprocess
    import threading

    class Socket(socket.socket):
        def __init__(self, *_, **__):
            raise OSError(NO_NETWORK)

    socket.socket = socket.SocketType = Socket
    for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "socketpair"):
        setattr(socket, name, _refusing(OSError, NO_NETWORK, name))
    subprocess.Popen.__init__ = _refusing(PermissionError, NO_PROCESS, "Popen")
    threading.Thread.start = _refusing(RuntimeError, NO_THREAD, "start")
    threading._start_new_thread = threading._start_joinable_thread = _refusing(RuntimeError, NO_THREAD, "start_new_thread")


def _refusing(kind, why, name):
    def refuse(*_, **__):
        raise kind(why)

    refuse.__name__ = name
    return refuse
