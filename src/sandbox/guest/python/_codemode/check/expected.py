"""Errors that a program is ready for."""

import ast


def is_expected(node, survey, errors):
    """Whether the program catches one of these errors around a node; a bare `except` catches where `BaseException` is among them."""
    return any(_catches(around, inside, errors) for inside, around in survey.enclosing(node))


def _catches(around, inside, errors):
    if isinstance(around, (ast.With, ast.AsyncWith)):
        suppressing = [item.context_expr for item in around.items if "suppress" in words_of(item.context_expr)]
        return any(not words_of(each).isdisjoint(errors) for each in suppressing)
    if not isinstance(around, (ast.Try, ast.TryStar)) or inside not in around.body:
        return False
    return any("BaseException" in errors if handler.type is None else not words_of(handler.type).isdisjoint(errors) for handler in around.handlers)


def words_of(node):
    """The names that stand in an expression, behind dots too."""
    return {each.id if isinstance(each, ast.Name) else each.attr for each in ast.walk(node) if isinstance(each, (ast.Name, ast.Attribute))}
