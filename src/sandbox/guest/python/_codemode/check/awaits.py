"""Calls that were not awaited, where their value is wanted."""

import ast

from .literals import bare
from .meanings import Coroutine, Gathering, Module


def unawaited_uses(survey, meanings):
    """Each mistake as the node where it is and what is wrong."""
    if not any(isinstance(meanings.of(call), (Coroutine, Gathering)) for call in survey.of(ast.Call)):
        return
    yield from _wrong_gathers(survey, meanings)
    yield from _never_awaited(survey, meanings)
    for node in survey.of(ast.Attribute):
        waiting = _waiting(node.value, meanings)
        if waiting is not None and isinstance(node.ctx, ast.Load) and not _has(waiting, node.attr):
            yield node, _attribute(node, waiting)
    for kind, uses in USES.items():
        for node in survey.of(kind):
            for value, fails in uses(node, survey, meanings):
                waiting = _waiting(value, meanings)
                # A coroutine that a variable holds may be looked at.
                if waiting is not None and (fails or (isinstance(waiting, Coroutine) and _is_call(value))):
                    yield value, _missing_await(value, waiting)


def _waiting(node, meanings):
    meaning = meanings.of(bare(node))
    return meaning if isinstance(meaning, (Coroutine, Gathering)) else None


def _never_awaited(survey, meanings):
    last = survey.tree.body[-1]
    for node in survey.of(ast.Expr):
        # The last expression is awaited by the runtime, but not what is inside a list or a dict.
        for value in _inside(node.value) if node is last else ():
            if _is_call(value) and (waiting := _waiting(value, meanings)) is not None:
                yield value, _missing_await(value, waiting)
        if node is not last and _is_call(node.value) and isinstance(waiting := _waiting(node.value, meanings), Coroutine):
            yield node.value, f'{_called(waiting)} is never awaited, so it does nothing. Write "await" before it.'


def _inside(value):
    if isinstance(value, ast.Dict):
        return value.values
    return value.elts if isinstance(value, (ast.List, ast.Tuple, ast.Set)) else ()


def _wrong_gathers(survey, meanings):
    for node in survey.of(ast.Call):
        if meanings.of(node.func) == GATHER and len(node.args) == 1 and isinstance(bare(node.args[0]), LISTS):
            yield node.args[0], "asyncio.gather() takes each call as an argument of its own. Write asyncio.gather(*...)."


def _missing_await(value, waiting):
    told = f"This is {_called(waiting)} and not its value."
    return f'{told} Write "await" before it.' if _is_call(value) else f'{told} Write "await" before the call, in line {waiting.call.lineno}.'


def _attribute(node, waiting):
    call = _called(waiting)
    told = f'"{node.attr}" is asked of {call}, which is not there yet.'
    if _is_call(node.value):
        return f'{told} Write "await" before the call, in parentheses: (await {call}).{node.attr}.'
    return f'{told} Write "await" before the call, in line {waiting.call.lineno}.'


def _called(waiting):
    return f"{ast.unparse(waiting.call.func)}(...)"


def _is_call(value):
    return isinstance(bare(value), ast.Call)


def _has(waiting, name):
    return name.startswith("__") or name in (COROUTINE if isinstance(waiting, Coroutine) else FUTURE)


# Below: the parts of a node whose values are wanted, each with whether a coroutine fails there, or only gives nonsense.


def _value(node, survey, meanings):
    return [(node.value, True)]


def _iterated(node, survey, meanings):
    return [(node.iter, True)]


def _calculated(node, survey, meanings):
    if not isinstance(node.op, CALCULATING):
        return ()
    # Text with % takes anything.
    return [(node.left, True), (node.right, not isinstance(node.op, ast.Mod))]


def _added(node, survey, meanings):
    return [(node.value, not isinstance(node.op, ast.Mod))] if isinstance(node.op, CALCULATING) else ()


def _signed(node, survey, meanings):
    return [(node.operand, not isinstance(node.op, ast.Not))]


def _compared(node, survey, meanings):
    fails = [isinstance(op, (*ORDERING, ast.In, ast.NotIn)) for op in node.ops]
    return [(node.left, isinstance(node.ops[0], ORDERING)), *zip(node.comparators, fails)]


def _tested(node, survey, meanings):
    return [(node.test, False)]


def _tested_each(node, survey, meanings):
    return [(value, False) for value in node.values[:-1]]


def _formatted(node, survey, meanings):
    return [(node.value, False)]


def _unpacked(node, survey, meanings):
    return [(node.value, True)] if any(isinstance(target, (ast.Tuple, ast.List)) for target in node.targets) else ()


def _unpacked_into_dict(node, survey, meanings):
    return [(value, True) for key, value in zip(node.keys, node.values) if key is None]


def _arguments(node, survey, meanings):
    unpacked = [(keyword.value, True) for keyword in node.keywords if keyword.arg is None]
    name = _builtin(node.func, survey, meanings)
    if name in CONSUMING or meanings.of(node.func) in READING:
        return [*unpacked, *((value, True) for value in node.args[:1])]
    return [*unpacked, *((value, False) for value in node.args)] if name in SHOWING else unpacked


def _builtin(function, survey, meanings):
    """The name of a function that is there without an import, where nobody has made it another one."""
    if not isinstance(function, ast.Name) or survey.scope_of(function).owner_of(function.id) is not None:
        return None
    return None if function.id in meanings.surroundings.session or meanings.binds_any_name() else function.id


USES = {
    ast.Subscript: _value,
    ast.Starred: _value,
    ast.For: _iterated,
    ast.AsyncFor: _iterated,
    ast.comprehension: _iterated,
    ast.BinOp: _calculated,
    ast.AugAssign: _added,
    ast.UnaryOp: _signed,
    ast.Compare: _compared,
    ast.If: _tested,
    ast.While: _tested,
    ast.IfExp: _tested,
    ast.Assert: _tested,
    ast.BoolOp: _tested_each,
    ast.FormattedValue: _formatted,
    ast.Assign: _unpacked,
    ast.Dict: _unpacked_into_dict,
    ast.Call: _arguments,
}
GATHER = Module("asyncio.gather")
LISTS = (ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp)
CALCULATING = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
CONSUMING = frozenset("len int float complex sorted list tuple set frozenset dict sum enumerate reversed iter next any all min max abs round ord bytes".split())
READING = (Module("json.loads"), Module("json.dumps"), Module("json.load"), Module("json.dump"))
SHOWING = frozenset("print str repr ascii format bool".split())
COROUTINE = frozenset("send throw close cr_await cr_code cr_frame cr_origin cr_running cr_suspended".split())
FUTURE = frozenset("cancel cancelled done result exception add_done_callback remove_done_callback get_loop set_result set_exception _state _loop".split())
