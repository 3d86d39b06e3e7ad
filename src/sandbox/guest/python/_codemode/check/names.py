"""Names that stand for nothing: no variable, no import, no builtin."""

import ast
import sys

from .expected import is_expected
from .near import did_you_mean, quoted


def unknown_names(survey, meanings, surroundings):
    """Each mistake as the node where it is and what is wrong. Only of code that runs in this program: a function may be called by a later one."""
    if meanings.binds_any_name():
        return
    bound = {name for scope in survey.scopes for name in scope.bindings}
    known = surroundings.session.keys() | surroundings.builtins | meanings.changed_attributes
    candidates = [node for node in survey.of(ast.Name) if node.id not in known and isinstance(node.ctx, ast.Load) and not node.id.startswith("__")]
    candidates = [node for node in candidates if node.id not in bound or survey.scope_of(node).owner_of(node.id) is None]
    if not candidates:
        return
    # Who asks `"name" in dir()` knows that it may not be there.
    spoken = {node.value for node in survey.of(ast.Constant) if isinstance(node.value, str)}
    live = _live_scopes(survey)
    for node in candidates:
        if survey.scope_of(node) in live and node.id not in spoken and not meanings.comes_from_star(node.id) and not is_expected(node, survey, NAME_ERRORS):
            yield node, _unknown(node.id, survey.scope_of(node), surroundings)


def _live_scopes(survey):
    """The scopes whose code runs now: the program's own, and functions that it calls by their names."""
    calls = [node for node in survey.of(ast.Call) if isinstance(node.func, ast.Name)]
    live, before = {survey.module}, 0
    while len(live) > before:
        before = len(live)
        called = {function for call in calls if survey.scope_of(call) in live for function in _functions(call.func, survey)}
        live.update(scope for scope in survey.scopes if scope.node in called or (scope.kind != "function" and scope.parent in live))
    return live


def _functions(name, survey):
    owner = survey.scope_of(name).owner_of(name.id)
    values = [binding.value for binding in owner.bindings[name.id]] if owner is not None else []
    return [value for value in values if isinstance(value, (ast.FunctionDef, ast.AsyncFunctionDef)) and not value.decorator_list]


def _unknown(name, scope, surroundings):
    told = f"There is no {quoted(name)}: it is no variable, no import and no builtin."
    module = next((module for module, tools in surroundings.tools.items() if name in tools), None)
    if module is not None:
        return f'{told} Write "from generated.servers.{module} import {name}" before.'
    if name in surroundings.servers:
        return f'{told} Write "from generated.servers import {name}" before.'
    if name in sys.stdlib_module_names:
        return f'{told} Write "import {name}" before.'
    names = set(surroundings.session)
    while scope is not None:
        names.update(scope.bindings)
        scope = scope.parent
    return f"{told}{did_you_mean(name, sorted(names | surroundings.builtins))}"


NAME_ERRORS = ("NameError", "Exception", "BaseException")
