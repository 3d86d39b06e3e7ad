"""Servers and tools that do not exist: in imports, and behind a dot or in square brackets."""

import ast

from .expected import is_expected, words_of
from .meanings import MEMBERS, Package, Questions, Server, Servers, Tool, is_open
from .near import did_you_mean, listed, quoted


def unknown_members(survey, meanings, surroundings):
    """Each mistake as the node where it is and what is wrong."""
    told = set()
    for node, place, why in _candidates(survey, meanings, surroundings):
        if why is not None and why not in told and not _is_tried(node, survey):
            told.add(why)
            yield place, why


def _candidates(survey, meanings, surroundings):
    for node in survey.of(ast.Import):
        yield from ((node, alias, _wrong_module(alias.name.split("."), surroundings)) for alias in node.names)
    for node in survey.of(ast.ImportFrom):
        yield from ((node, place, why) for place, why in _wrong_names(node, surroundings))
    accesses = [node for node in survey.of(ast.Attribute, ast.Subscript) if isinstance(node.ctx, ast.Load) and meanings.of(node.value) is not None]
    spoken = _spoken(survey, meanings) if accesses else ()
    for node in accesses:
        yield node, node, _wrong_member(node, meanings, surroundings, spoken)
    for node in survey.of(ast.Await):
        if isinstance(meanings.of(node.value), Tool):
            name = ast.unparse(node.value)
            yield node, node.value, f'{name} is a tool that is not called. Write "await {name}(...)".'


def _spoken(survey, meanings):
    """Texts in the program: who asks `hasattr(server, "tool")` knows that it may not be there."""
    keys = {node.slice for node in survey.of(ast.Subscript) if is_open(meanings.of(node.value))}
    return {node.value for node in survey.of(ast.Constant) if isinstance(node.value, str) and node not in keys}


def _wrong_module(path, surroundings):
    if path[0] != "generated" or len(path) == 1:
        return None
    if path[1] != "servers":
        return f'There is no module {quoted(".".join(path))}. Programs import from generated.servers.<server>.'
    if len(path) > 2 and path[2] not in surroundings.servers:
        return _no_server(path[2], surroundings)
    if len(path) > 3:
        return f'{quoted(path[3])} is no module. Write "from generated.servers.{path[2]} import {path[3]}".'
    return None


def _wrong_names(node, surroundings):
    path = (node.module or "").split(".")
    if node.level or path[0] != "generated":
        return []
    wrong = _wrong_module(path, surroundings)
    if wrong is not None:
        return [(node, wrong)]
    return [(alias, _wrong_name(path, alias.name, surroundings)) for alias in node.names if alias.name != "*" and not alias.name.startswith("__")]


def _wrong_name(path, name, surroundings):
    if len(path) == 1:
        known = surroundings.generated
        return None if name in known else f'There is no {quoted(name)} in "generated".{did_you_mean(name, known)} It has: {listed(known)}.'
    if len(path) == 2:
        return None if name in surroundings.servers else _no_server(name, surroundings)
    if name in surroundings.tools[path[2]]:
        return None
    if name in surroundings.generated:
        return f'Tools alone are imported from a server. Write "from generated import {name}".'
    return _no_tool(path[2], name, surroundings)


def _wrong_member(node, meanings, surroundings, spoken):
    base = meanings.of(node.value)
    if isinstance(node, ast.Attribute):
        name = node.attr
    elif is_open(base) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        name = node.slice.value
    else:
        return None
    if name.startswith("__") or name in spoken or name in meanings.changed_attributes:
        return None
    if isinstance(base, Servers) or base == Package("generated.servers"):
        known = surroundings.by_name if isinstance(base, Servers) else surroundings.servers
        return None if name in known else _no_server(name, surroundings)
    if isinstance(base, Questions):
        known = MEMBERS[base.name]
        return None if name in known else f'There is no {quoted(name)} in {base.name}.{did_you_mean(name, known)} It has: {listed(known)}.'
    if isinstance(base, Server) and surroundings.tools[base.module] and meanings.member(base, name) is None:
        return _no_tool(base.module, name, surroundings)
    return None


def _no_server(name, surroundings):
    known = surroundings.servers
    names = f" Servers: {listed(known)}." if known else ""
    return f"There is no server {quoted(name)}.{did_you_mean(name, surroundings.by_name)}{names}"


def _no_tool(module, name, surroundings):
    known = surroundings.tools[module]
    server = surroundings.servers[module]["server"]
    return f"The server {quoted(server)} has no tool {quoted(name)}.{did_you_mean(name, known)}{f' It has: {listed(known)}.' if known else ' It has none.'}"


def _is_tried(node, survey):
    """Whether the program itself is ready for what is missing, or imports it for types alone."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return is_expected(node, survey, ("AttributeError",))
    return is_expected(node, survey, IMPORT_ERRORS) or any(_is_for_types(around) for _, around in survey.enclosing(node))


def _is_for_types(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in words_of(node.test)


IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException")
