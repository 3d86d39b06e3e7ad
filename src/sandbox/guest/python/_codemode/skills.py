"""`skills.<name>`: saved code of the user's, as modules."""

import ast
import functools
import importlib.abc
import importlib.machinery
import inspect
import linecache
import sys
import types

from . import frames, loop, requests, skill_stub

_sources = {}
_uses = {}


def add(skill):
    """Makes a skill importable; one that has changed is run anew at its next import."""
    name = skill["specifier"].replace("/", ".")
    if _sources.get(name) != skill:
        sys.modules.pop(name, None)
        package = sys.modules.get("skills")
        if package is not None:
            vars(package).pop(name.removeprefix("skills."), None)
    _sources[name] = skill


def take_uses():
    """How often functions of skills were called from outside them, since this was last asked."""
    taken = [{"skill": skill, "function": name, "calls": use[0], "failures": use[1], "ms": use[2]} for (skill, name), use in _uses.items()]
    _uses.clear()
    return taken


async def call_export(specifier, name, args, named):
    """Calls a function that a skill exports."""
    module = importlib.import_module(specifier.replace("/", "."))
    function = getattr(module, name, None)
    if not callable(function):
        raise TypeError(f"{specifier} has no function {name!r}.")
    value = function(*args, **named)
    return (await value) if inspect.isawaitable(value) else value


class _Skill(types.ModuleType):
    """A skill as those who import it see it: calls of its functions are counted, those of its own are not."""

    def __getattribute__(self, name):
        value = super().__getattribute__(name)
        if type(value) is types.FunctionType and value.__module__ == super().__getattribute__("__name__") and not name.startswith("_"):
            return _counting(super().__getattribute__("__counted__"), value, name)
        return value


def _counting(known, function, name):
    found = known.get(name)
    if found is not None and found.__wrapped__ is function:
        return found
    skill = function.__module__.replace(".", "/")

    @functools.wraps(function)
    def count(*args, **named):
        started = requests.now()
        try:
            value = function(*args, **named)
        except BaseException:
            _used(skill, name, started, failed=True)
            raise
        if inspect.iscoroutine(value):
            return _awaited(value, skill, name, started)
        _used(skill, name, started)
        return value

    if inspect.iscoroutinefunction(function):
        inspect.markcoroutinefunction(count)
    known[name] = count
    return count


async def _finish(coroutine, skill, name, started):
    try:
        value = await coroutine
    except BaseException:
        _used(skill, name, started, failed=True)
        raise
    _used(skill, name, started)
    return value


def _awaited(coroutine, skill, name, started):
    outer = _finish(coroutine, skill, name, started)
    outer.__name__, outer.__qualname__ = coroutine.__name__, coroutine.__qualname__
    return outer


def _used(skill, name, started, failed=False):
    if len(_uses) >= MOST_USES and (skill, name) not in _uses:
        return
    use = _uses.setdefault((skill, name), [0, 0, 0.0])
    use[0] += 1
    use[1] += failed
    use[2] += (requests.now() - started) * 1000


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        if name == "skills":
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if not name.startswith("skills."):
            return None
        if name in _sources:
            return importlib.machinery.ModuleSpec(name, self, origin=_sources[name].get("file"))
        raise ModuleNotFoundError(f"There is no skill {name.removeprefix('skills.')!r} here.", name=name)

    def create_module(self, spec):
        if spec.name == "skills" or "code" not in _sources[spec.name]:
            return types.ModuleType(spec.name)
        module = _Skill(spec.name)
        vars(module)["__counted__"] = {}
        return module

    def exec_module(self, module):
        name = module.__name__
        if name == "skills":
            return
        source = _sources[name]
        if "code" not in source:
            vars(module).update(skill_stub.functions_of(source))
            return
        file, code = source["file"], source["code"]
        module.__file__ = file
        linecache.cache[file] = (len(code), None, frames.lines_of(code), file)
        started = eval(compile(code, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), vars(module))
        if inspect.iscoroutine(started):
            loop.loop.run_until_complete(started)


def install():
    sys.meta_path.insert(0, _Finder())


# More than the host takes.
MOST_USES = 1000
