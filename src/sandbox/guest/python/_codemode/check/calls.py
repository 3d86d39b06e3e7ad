"""Calls of tools: whether they are of one of the two forms, and their arguments of what the tool takes."""

import ast

from .literals import bare, dict_of_keywords, is_null, kind_of, shown
from .meanings import Coroutine, Gathering, Tool
from .near import quoted
from .signatures import problems_of


def wrong_calls(survey, meanings, surroundings):
    """Each mistake as the node where it is and what is wrong."""
    for node in survey.of(ast.Call):
        if isinstance(tool := meanings.of(node.func), Tool):
            yield from _in_call(node, tool, meanings, surroundings)


def _in_call(call, tool, meanings, surroundings):
    name = tool.identifier
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    for value in values:
        yield from _unsendable(value, meanings)
    wanted = surroundings.signature(tool)
    if any(isinstance(each, ast.Starred) for each in call.args):
        return
    if len(call.args) > 1:
        yield call.args[1], _one_dict(name, wanted, f"not {len(call.args)} values", call.args[0])
        return
    arguments = dict_of_keywords(call)
    if call.args and not is_null(given := bare(call.args[0])):
        if not isinstance(given, ast.Dict):
            kind = kind_of(given)
            if kind not in (None, "object"):
                yield given, _one_dict(name, wanted, f"not {shown(given)}", given)
            return
        if any(keyword.arg for keyword in call.keywords) and any(given.keys):
            yield call.keywords[0], _one_dict(name, wanted, "not both")
            return
        if not call.keywords:
            arguments = given
    for problem in problems_of(arguments, wanted):
        yield problem.node, f"{_where(name, problem.path)} {problem.text}"


def _one_dict(name, wanted, how, given=None):
    parameters = [] if isinstance(wanted, str) else [*wanted.get("required", ()), *wanted.get("optional", ())]
    key = next((each for each in parameters if each.isidentifier()), "key")
    value = _text_of(given) if given is not None else "..."
    return f"{name}() takes keyword arguments or one dict, {how}. Write {name}({key}={value}) or {name}({{{quoted(key)}: {value}}})."


def _text_of(node):
    text = quoted(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)
    return text if len(text) <= 60 else "..."


def _where(name, path):
    if not path:
        return f"{name}()"
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" if part.isidentifier() else f"[{quoted(part)}]" for part in path)
    return f'{quoted(text[1:]) if text.startswith(".") else text} of {name}()'


def _unsendable(node, meanings):
    """What can't be sent to a tool, whatever its type."""
    waiting = [node]
    while waiting:
        value = bare(waiting.pop())
        if isinstance(value, (ast.List, ast.Tuple)):
            waiting += reversed(value.elts)
        elif isinstance(value, ast.Starred):
            continue
        elif isinstance(value, ast.Dict):
            for key in value.keys:
                if isinstance(key, ast.Constant) and not isinstance(key.value, str):
                    yield key, f"This key is no str. Write {quoted(str(key.value))}."
            waiting += reversed(value.values)
        elif isinstance(meanings.of(value), (Coroutine, Gathering)):
            yield value, f'This argument is {ast.unparse(meanings.of(value).call.func)}(...), which is not there yet. Write "await" before it.'
        elif (advice := _advice(value)) is not None:
            yield value, advice


def _advice(value):
    if isinstance(value, (ast.Set, ast.SetComp)):
        return "A set can't be sent to a tool. Write it in [ ] for a list."
    if isinstance(value, ast.GeneratorExp):
        return "A generator can't be sent to a tool. Write it in [ ] for a list."
    if isinstance(value, ast.Lambda):
        return "A function can't be sent to a tool. Send plain dicts, lists, strings and numbers."
    if isinstance(value, ast.Constant) and isinstance(value.value, bytes):
        return "Bytes can't be sent to a tool. Send text, for instance base64, as the tool expects."
    if isinstance(value, ast.Constant) and (value.value is Ellipsis or isinstance(value.value, complex)):
        return f"{ast.unparse(value)} can't be sent to a tool. Send plain dicts, lists, strings and numbers."
    if type(value).__name__ == "TemplateStr":
        return 'A template can\'t be sent to a tool. Write f"..." for text.'
    return None
