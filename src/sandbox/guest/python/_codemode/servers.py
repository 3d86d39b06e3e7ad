"""Bindings of tools, made from data: `generated.servers.<server>`, and `servers.<server>.<tool>` for every name there is."""

import importlib
import importlib.abc
import importlib.machinery
import inspect
import sys
import types

from . import errors, frames, loop, requests, values

_manifests = {}
_modules_by_name = {}


def bind(manifest):
    """Makes a server's module, or makes it anew where its tools have changed; programs that hold the old one keep it."""
    module = manifest.get("module") or manifest["server"]
    _manifests[manifest["server"]] = _manifests[module] = manifest
    _modules_by_name[module] = manifest
    sys.modules.pop(f"generated.servers.{module}", None)
    package = sys.modules.get("generated.servers")
    if package is not None:
        vars(package).pop(module, None)


def manifest_of(module):
    """What is known of the server that programs import under this name."""
    return _modules_by_name.get(module)


def manifests():
    """What is known of every server that this session has heard of."""
    return list(_modules_by_name.values())


def module_names():
    return list(_modules_by_name)


def binding(server, tool, name):
    """The function that stands for a tool."""

    async def send(skill, arguments, keywords):
        if arguments is not None and not isinstance(arguments, dict):
            raise TypeError(f"{name}() takes one dict or keyword arguments, not {type(arguments).__name__}. Write {name}(key=value) or {name}({{'key': value}}).")
        if arguments and keywords:
            raise TypeError(f"{name}() takes one dict or keyword arguments, not both.")
        return await ask("call", server=server, tool=tool, args=values.arguments(arguments or keywords), **skill)

    def call(arguments=None, /, **keywords):
        skill = frames.skill_of(sys._getframe(1))
        coroutine = send({} if skill is None else {"skill": skill}, arguments, keywords)
        coroutine.__name__ = coroutine.__qualname__ = name
        return coroutine

    inspect.markcoroutinefunction(call)
    call.__name__ = call.__qualname__ = name
    call.__module__ = f"generated.servers.{server}"
    # By this the check of later programs knows it.
    call.__tool__ = (server, tool)
    return call


async def ask(kind, **fields):
    future = loop.loop.create_future()
    requests.ask(kind, future, **fields)
    return await future


class Server:
    """`servers.<server>`: tools by identifier or by their own name."""

    def __init__(self, name):
        object.__setattr__(self, "_name", name)

    def __getattr__(self, tool):
        if tool.startswith("__") and tool.endswith("__"):
            raise AttributeError(tool)
        return self[tool]

    def __getitem__(self, tool):
        manifest = _manifests.get(self._name) or {"server": self._name, "tools": []}
        own = next((name for identifier, name in manifest["tools"] if tool in (identifier, name)), tool)
        return binding(manifest["server"], own, tool)

    def __dir__(self):
        return [identifier for identifier, _ in (_manifests.get(self._name) or {"tools": []})["tools"]]

    def __repr__(self):
        return f"<server {self._name!r}: {', '.join(self.__dir__())}>"


class Servers:
    """`servers`: every name is answered, so that a server which is not known here gets the host's own error."""

    def __getattr__(self, server):
        if server.startswith("__") and server.endswith("__"):
            raise AttributeError(server)
        return Server(server)

    def __getitem__(self, server):
        return Server(server)

    def __dir__(self):
        return module_names()

    def __repr__(self):
        return f"<servers: {', '.join(module_names())}>"


class Tools:
    """`tools`: finds tools from inside a program."""

    async def search(self, query, *, server=None, limit=10, offset=0):
        narrowed = {} if server is None else {"server": _short(server)}
        return await ask("search", query=_short(query), limit=_whole("limit", limit, 1), offset=_whole("offset", offset, 0), **narrowed)

    async def describe(self, name):
        return await ask("describe", name=_short(name))

    async def servers(self):
        return await ask("servers")

    def __repr__(self):
        return "<tools: search(query, server=..., limit=10, offset=0), describe(name), servers()>"


def _whole(option, value, least):
    if type(value) is not int or not least <= value < 2**53:
        raise TypeError(f"tools.search takes a whole number of at least {least} as {option}, not {value!r}.")
    return value


def _short(text):
    text = str(text)
    if len(text) > MOST_ASKED:
        raise ValueError(f"A question about tools has at most {MOST_ASKED} characters, not {len(text)}.")
    return text


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """`generated`, `generated.servers` and the servers' modules."""

    def find_spec(self, name, path=None, target=None):
        if name in ("generated", "generated.servers"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        if not name.startswith("generated."):
            return None
        module = name.removeprefix("generated.servers.")
        if name.startswith("generated.servers.") and module in _modules_by_name:
            return importlib.machinery.ModuleSpec(name, self)
        known = ", ".join(_modules_by_name) or "none"
        raise ModuleNotFoundError(f"There is no module {name!r}. Programs import from generated.servers.<server>. Servers: {known}.", name=name)

    def create_module(self, spec):
        return types.ModuleType(spec.name)

    def exec_module(self, module):
        if module.__name__ == "generated":
            vars(module).update(GENERATED)
        elif module.__name__ == "generated.servers":
            module.__getattr__ = _server_attribute
        else:
            manifest = _modules_by_name[module.__name__.removeprefix("generated.servers.")]
            for identifier, name in manifest["tools"]:
                setattr(module, identifier, binding(manifest["server"], name, identifier))
            module.__all__ = [identifier for identifier, _ in manifest["tools"]]


def _server_attribute(name):
    """`from generated.servers import filesystem`, and `generated.servers.filesystem` after `import generated.servers`."""
    if name not in _modules_by_name:
        raise AttributeError(f"module 'generated.servers' has no server {name!r}")
    return importlib.import_module(f"generated.servers.{name}")


def install():
    sys.meta_path.insert(0, _Finder())


# What programs import from `generated`, besides its servers.
GENERATED = {"ToolError": errors.ToolError, "SkillError": errors.SkillError}


MOST_ASKED = 1_000
