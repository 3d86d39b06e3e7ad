"""What expressions stand for, where it is plain: servers, tools, and calls that were not awaited."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Package:
    """`generated` or `generated.servers`."""

    name: str


@dataclass(frozen=True)
class Servers:
    """The global `servers`."""


@dataclass(frozen=True)
class Questions:
    """One of the globals whose members ask the host: `tools`, `resources`, `prompts`, `handles`."""

    name: str


@dataclass(frozen=True)
class Server:
    """A server's module, or what `servers.<server>` is, which answers to every name."""

    module: str
    is_module: bool


@dataclass(frozen=True)
class Tool:
    module: str
    identifier: str


@dataclass(frozen=True)
class Function:
    """An async function that is no tool: one of the program's own, or of asyncio."""

    name: str


@dataclass(frozen=True)
class Module:
    """A module of the standard library."""

    name: str


@dataclass(frozen=True)
class Coroutine:
    """What an async function gives before it is awaited."""

    call: ast.Call


@dataclass(frozen=True)
class Gathering:
    """What `asyncio.gather` gives before it is awaited."""

    call: ast.Call


class Surroundings:
    """What a program finds when it starts."""

    def __init__(self, manifests, session=(), builtins=(), generated=("ToolError",)):
        """
        :param manifests: what the host says of servers, as `servers.bind` gets it
        :param session: per variable of the session its meaning, or `None` for anything else
        :param builtins: names that are there without an import
        :param generated: what `from generated import ...` gives
        """
        self.servers = {manifest.get("module") or manifest["server"]: manifest for manifest in manifests}
        self.by_name = {manifest["server"]: module for module, manifest in self.servers.items()} | {module: module for module in self.servers}
        self.session = dict(session)
        self.builtins = set(builtins)
        self.generated = [*generated, "servers"]
        self.tools = {module: {identifier: index for index, (identifier, _) in enumerate(manifest["tools"])} for module, manifest in self.servers.items()}

    def own_names(self, module):
        """The tools of a server by their own names, which need not be identifiers."""
        return {name: identifier for identifier, name in self.servers[module]["tools"]}

    def signature(self, tool):
        signatures = self.servers[tool.module].get("signatures")
        return signatures[self.tools[tool.module][tool.identifier]] if signatures else "any"


class Meanings:
    """What each expression of a program means; `None` for whatever can't be followed."""

    def __init__(self, survey, surroundings):
        self.survey = survey
        self.surroundings = surroundings
        attributes = survey.of(ast.Attribute)
        words = {*(node.id for node in survey.of(ast.Name)), *(node.attr for node in attributes)}
        mocked = any(name.startswith("unittest") for node in survey.of(ast.Import, ast.ImportFrom) for name in _imported(node))
        all_names = "vars" in words and any(isinstance(node.func, ast.Name) and node.func.id == "vars" and not node.args for node in survey.of(ast.Call))
        # Such a program can give any name any value.
        self.any_name_may_change = mocked or all_names or not CHANGING.isdisjoint(words)
        self.changed_attributes = {node.attr for node in attributes if not isinstance(node.ctx, ast.Load)}
        self._known = {}
        self._stars = self._names_of_stars()

    def of(self, node):
        find = FINDING.get(type(node))
        if find is None:
            return None
        if node not in self._known:
            # A name that is made of itself means nothing.
            self._known[node] = None
            self._known[node] = find(self, node)
        return self._known[node]

    def _of_named(self, node):
        return self.of(node.value)

    def _of_attribute(self, node):
        base = self.of(node.value)
        return None if base is None else self.member(base, node.attr)

    def _of_subscript(self, node):
        if not isinstance(node.slice, ast.Constant) or not isinstance(node.slice.value, str):
            return None
        base = self.of(node.value)
        return self.member(base, node.slice.value) if is_open(base) else None

    def _of_call(self, node):
        called = self.of(node.func)
        if isinstance(called, (Tool, Function)):
            return Coroutine(node)
        return Gathering(node) if called == Module("asyncio.gather") else None

    def member(self, base, name):
        """What a name inside a meaning means."""
        if name in self.changed_attributes:
            return None
        known = self.surroundings
        if isinstance(base, Package):
            if base.name == "generated":
                return Package("generated.servers") if name == "servers" else None
            return Server(name, is_module=True) if name in known.servers else None
        if isinstance(base, Servers):
            return Server(known.by_name[name], is_module=False) if name in known.by_name else None
        if isinstance(base, Server):
            tools = known.tools[base.module]
            own = None if base.is_module else known.own_names(base.module).get(name)
            return Tool(base.module, name) if name in tools else own and Tool(base.module, own)
        if isinstance(base, Questions):
            return Function(f"{base.name}.{name}") if name in MEMBERS[base.name] else None
        if isinstance(base, Module):
            whole = f"{base.name}.{name}"
            return Function(whole) if whole in ASYNC else Module(whole)
        return None

    def _of_name(self, node):
        name = node.id
        if not isinstance(node.ctx, ast.Load):
            return None
        scope = self.survey.scope_of(node)
        owner = scope.owner_of(name)
        if self.any_name_may_change or (owner in (None, self.survey.module) and (self._stars is None or name in self._stars)):
            return None
        if owner is None:
            return self.surroundings.session[name] if name in self.surroundings.session else GLOBALS.get(name)
        bindings = owner.bindings[name]
        if any(binding.value is None for binding in bindings):
            return None
        meanings = {self._of_binding(binding) for binding in bindings}
        if len(meanings) != 1:
            return None
        (meaning,) = meanings
        if any(self.survey.follows(node, binding) for binding in bindings):
            return meaning
        if scope.keeper is not owner and any(self.survey.is_at_top_of(owner, binding) for binding in bindings):
            # A function that is written before the name is bound runs after it.
            is_other = owner is self.survey.module and self.surroundings.session.get(name, meaning) != meaning
            return None if is_other else meaning
        return None

    def _of_binding(self, binding):
        value = binding.value
        if isinstance(value, ast.alias):
            return self._of_import(binding.node, value)
        if isinstance(value, ast.AsyncFunctionDef):
            gives_many = any(self.survey.scope_of(each).keeper.node is value for each in self.survey.of(ast.Yield, ast.YieldFrom))
            return None if value.decorator_list or gives_many else Function(value.name)
        if isinstance(value, ast.expr):
            return self.of(value)
        return None

    def _of_import(self, node, alias):
        if isinstance(node, ast.Import):
            whole, _, rest = alias.name.partition(".")
            if whole != "generated":
                return None if rest else Module(alias.name)
            if alias.asname is None:
                return Package("generated")
            return self._of_path(alias.name.split("."))
        if node.level:
            return None
        path = (node.module or "").split(".")
        if path[0] == "generated":
            return self._of_path([*path, alias.name])
        if path == ["asyncio"]:
            return self.member(Module("asyncio"), alias.name)
        return Module(f"json.{alias.name}") if path == ["json"] else None

    def _of_path(self, path):
        meaning = Package("generated")
        for part in path[1:]:
            meaning = self.member(meaning, part)
        return meaning

    def _names_of_stars(self):
        """The names that `from ... import *` may bind; `None` for any."""
        names = set()
        for node in self.survey.stars:
            module = (node.module or "").removeprefix("generated.servers.")
            if node.level or node.module != f"generated.servers.{module}" or module not in self.surroundings.tools:
                return None
            names.update(self.surroundings.tools[module])
        return names

    def binds_any_name(self):
        return self.any_name_may_change or self._stars is None

    def comes_from_star(self, name):
        return self._stars is None or name in self._stars


def is_open(meaning):
    """Whether it is one of those objects that take names in square brackets, too."""
    return isinstance(meaning, Servers) or (isinstance(meaning, Server) and not meaning.is_module)


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


FINDING = {
    ast.Name: Meanings._of_name,
    ast.NamedExpr: Meanings._of_named,
    ast.Attribute: Meanings._of_attribute,
    ast.Subscript: Meanings._of_subscript,
    ast.Call: Meanings._of_call,
}
MEMBERS = {
    "tools": ("search", "describe", "servers"),
    "resources": ("list", "templates", "read"),
    "prompts": ("list", "get"),
    "handles": ("load",),
}
GLOBALS = {"servers": Servers()} | {name: Questions(name) for name in MEMBERS}
ASYNC = ("asyncio.sleep", "asyncio.wait_for")
CHANGING = frozenset(("exec", "eval", "globals", "locals", "setattr", "delattr", "__import__", "__builtins__", "builtins", "__dict__", "f_globals"))
