"""What is known of a value that is written out in a program."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A key of a dict: where it stands, and its value."""

    place: ast.expr
    value: ast.expr


def bare(node):
    while isinstance(node, ast.NamedExpr):
        node = node.value
    return node


def kind_of(node):
    """The JSON type of a value; `None` where it can be anything."""
    node = bare(node)
    if isinstance(node, ast.Constant):
        return kind_of_value(node.value)
    if isinstance(node, ast.JoinedStr):
        return "string"
    if isinstance(node, (ast.Dict, ast.DictComp)):
        return "object"
    if isinstance(node, (ast.List, ast.ListComp, ast.Tuple)):
        return "array"
    if isinstance(node, ast.UnaryOp):
        return "boolean" if isinstance(node.op, ast.Not) else "number" if value_of(node) is not None else None
    return None


def kind_of_value(value):
    return KINDS.get(type(value))


def value_of(node):
    """A text, number or boolean itself; `None` where it is not known, or is none of these."""
    node = bare(node)
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)) and isinstance(node.operand, ast.Constant):
        value = node.operand.value
        if type(value) in (int, float):
            return -value if isinstance(node.op, ast.USub) else value
    return None


def is_null(node):
    return isinstance(node, ast.Constant) and node.value is None


def entries_of(node):
    """The entries of a dict by key, and whether these are all."""
    entries, whole = {}, True
    for key, value in zip(node.keys, node.values):
        if key is None and isinstance(bare(value), ast.Dict):
            inner, inner_whole = entries_of(bare(value))
            entries |= inner
            whole = whole and inner_whole
        elif isinstance(key, ast.Constant) and isinstance(key.value, str):
            entries[key.value] = Entry(key, value)
        else:
            whole = False
    return entries, whole


def dict_of_keywords(call):
    """Keyword arguments as the dict that they are sent as."""
    keys = [keyword.arg and ast.copy_location(ast.Constant(keyword.arg), keyword) for keyword in call.keywords]
    return ast.copy_location(ast.Dict(keys, [keyword.value for keyword in call.keywords]), call)


def shown(node):
    """A value as a message names it: its type, and itself where it is known."""
    value = value_of(node)
    if value is None:
        return {"null": "None", "string": "str", "object": "dict", "array": "list", "boolean": "bool"}[kind_of(node)]
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return f"{type(value).__name__} {text if len(text) <= 60 else f'{text[:60]}...'}"


KINDS = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
