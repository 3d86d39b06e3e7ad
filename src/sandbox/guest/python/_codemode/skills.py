"""`skills.<name>`: saved code of the user's, as modules."""

import ast
import importlib.abc
import importlib.machinery
import inspect
import linecache
import sys
import types

from . import frames, loop

_sources = {}


def add(skill):
    """Makes a skill importable; one whose code has changed is run anew at its next import."""
    name = skill["specifier"].replace("/", ".")
    if _sources.get(name, {}).get("code") != skill["code"]:
        sys.modules.pop(name, None)
    _sources[name] = skill


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name == "skills":
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if not name.startswith("skills."):
            return None
        if name in _sources:
            return importlib.machinery.ModuleSpec(name, self, origin=_sources[name]["file"])
        raise ModuleNotFoundError(f"There is no skill {name.removeprefix('skills.')!r} here.", name=name)

    def create_module(self, spec):
        return types.ModuleType(spec.name)

    def exec_module(self, module):
        if module.__name__ == "skills":
            return
        file, code = _sources[module.__name__]["file"], _sources[module.__name__]["code"]
        module.__file__ = file
        linecache.cache[file] = (len(code), None, frames.lines_of(code), file)
        started = eval(compile(code, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), vars(module))
        if inspect.iscoroutine(started):
            loop.loop.run_until_complete(started)


def install():
    sys.meta_path.insert(0, _Finder())
