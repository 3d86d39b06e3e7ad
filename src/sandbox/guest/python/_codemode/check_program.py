"""What the check of programs is told of the session that they run in."""

import builtins
import inspect
import types

from . import servers
from .check import Surroundings, mistakes_in
from .check.meanings import Function, Module, Server, Tool


def check_program(tree, source, namespace):
    """The mistakes of a program that is about to run in a namespace."""
    try:
        session = {name: _meaning(value) for name, value in namespace.items() if type(name) is str}
        return mistakes_in(tree, source, Surroundings(servers.manifests(), session, dir(builtins), servers.GENERATED))
    except Exception:
        # A fault of the check, or a program that is nested more deeply than anybody writes: it runs unchecked.
        return []


def _meaning(value):
    """What a variable of the session stands for, where the check knows it. The value itself is asked nothing: it is the program's own."""
    if type(value) is types.FunctionType:
        mark = vars(value).get("__tool__")
        if type(mark) is tuple and all(type(part) is str for part in mark):
            return _tool(mark)
        return Function(value.__name__) if inspect.iscoroutinefunction(value) else None
    if type(value) is types.ModuleType and type(name := vars(value).get("__name__")) is str:
        module = name.removeprefix("generated.servers.")
        if name != module:
            return Server(module, is_module=True) if servers.manifest_of(module) else None
        return Module(name) if name in ("asyncio", "json") else None
    return None


def _tool(mark):
    for manifest in servers.manifests():
        for identifier, name in manifest["tools"]:
            if (manifest["server"], name) == mark:
                return Tool(manifest.get("module") or manifest["server"], identifier)
    return None
