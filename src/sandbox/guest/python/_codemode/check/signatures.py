"""Whether a value that is written out can be of a type, as the host tells types in a tool's signature."""

import ast
from dataclasses import dataclass

from .literals import bare, entries_of, is_null, kind_of, kind_of_value, shown, value_of
from .near import did_you_mean, is_slip, listed, near, quoted


@dataclass(frozen=True)
class Problem:
    """A value that can't be right: where it is in the program and in the arguments, and the end of a sentence that says what is wrong."""

    node: ast.AST
    path: tuple
    text: str
    is_of_other_kind: bool = False


def problems_of(node, wanted, path=(), elsewhere=frozenset()):
    """
    What is wrong with a value for a type; an empty list where nothing is for certain.

    :param elsewhere: keys of a dict that another part of its type names
    """
    node = bare(node)
    kind = kind_of(node)
    if wanted == "any" or kind is None:
        return []
    if isinstance(wanted, str):
        return [] if _is_of(node, kind, wanted) else [_mismatch(node, wanted, path)]
    if "is" in wanted:
        return [] if _is_one_of(node, kind, wanted["is"]) else [_mismatch(node, wanted, path)]
    if "items" in wanted:
        return _in_list(node, wanted, path) if kind == "array" else [_mismatch(node, wanted, path)]
    if "allOf" in wanted:
        names = elsewhere | _names_in(wanted)
        return next((found for each in wanted["allOf"] if (found := problems_of(node, each, path, names))), [])
    if "anyOf" in wanted:
        return _with_closest(node, wanted, path, elsewhere)
    if kind != "object":
        return [_mismatch(node, wanted, path)]
    return _in_dict(node, wanted, path, elsewhere) if isinstance(node, ast.Dict) else []


def _is_of(node, kind, wanted):
    if wanted != "integer":
        return kind == wanted
    value = value_of(node)
    return kind == "number" and (isinstance(value, int) or value.is_integer())


def _is_one_of(node, kind, values):
    value = value_of(node)
    alike = [each for each in values if kind_of_value(each) == kind]
    return value in alike if value is not None else bool(alike)


def _in_list(node, wanted, path):
    if not isinstance(node, (ast.List, ast.Tuple)):
        return []
    items = [(index, item) for index, item in enumerate(node.elts) if not isinstance(item, ast.Starred)]
    return [problem for index, item in items for problem in problems_of(item, wanted["items"], (*path, index))]


def _in_dict(node, wanted, path, elsewhere):
    required, optional, extra = wanted.get("required", {}), wanted.get("optional", {}), wanted.get("extra")
    entries, whole = entries_of(node)
    known = {**required, **optional}
    problems, slips = [], set()
    for name, entry in entries.items():
        if name in known:
            problems += _in_field(entry, known[name], (*path, name), name in optional)
        elif extra not in (None, "none"):
            problems += problems_of(entry.value, extra, (*path, name))
        elif name not in elsewhere:
            meant = next((each for each in known if each not in entries and is_slip(name, each)), None)
            # Where the schema does not say what else there may be, only what is nearly a name is surely meant to be it.
            if extra == "none" or meant is not None:
                slips.add(meant)
                problems.append(Problem(entry.place, path, _unknown(name, meant, [*known, *sorted(elsewhere - {*known})], path)))
    missing = [name for name in required if name not in entries and name not in slips]
    if whole and missing:
        problems.append(Problem(node, path, _lacking(missing, required, optional, [name for name in entries if name not in known], path)))
    return problems


def _in_field(entry, wanted, path, is_optional):
    problems = problems_of(entry.value, wanted, path)
    if problems and is_optional and is_null(bare(entry.value)):
        return [Problem(each.node, each.path, f"{each.text} Leave it out instead.", True) for each in problems]
    return problems


def _names_in(wanted):
    if isinstance(wanted, str):
        return set()
    members = [*wanted.get("anyOf", ()), *wanted.get("allOf", ())]
    return {*wanted.get("required", ()), *wanted.get("optional", ())}.union(*map(_names_in, members))


def _with_closest(node, wanted, path, elsewhere):
    """The problems with the member of a union that the value comes closest to."""
    found = [(each, problems_of(node, each, path, elsewhere)) for each in wanted["anyOf"]]
    if not all(problems for _, problems in found):
        return []
    alike = [(each, problems) for each, problems in found if not problems[0].is_of_other_kind]
    if not alike:
        return [_mismatch(node, wanted, path)]
    _, problems = min(alike, key=lambda member: _distance(node, *member))
    return problems


def _distance(node, wanted, problems):
    """Dicts are told apart by what stands under the keys that only take certain words, and then by the keys that they have."""
    if isinstance(wanted, str) or not isinstance(node, ast.Dict):
        return (False, 0, len(problems))
    entries, _ = entries_of(node)
    tags = {name: each for name, each in wanted.get("required", {}).items() if isinstance(each, dict) and "is" in each}
    wrong_tag = any(name in entries and problems_of(entries[name].value, each) for name, each in tags.items())
    return (wrong_tag, -len(_names_in(wanted) & {*entries}), len(problems))


def _mismatch(node, wanted, path):
    return Problem(node, path, f"must be {name_of(wanted)}, not {shown(node)}.{_advice(node, wanted)}", True)


def _advice(node, wanted):
    members = [wanted] if isinstance(wanted, str) else wanted.get("anyOf", [wanted])
    value = value_of(node)
    if any(each == "array" or (isinstance(each, dict) and "items" in each and not problems_of(node, each["items"])) for each in members):
        return f" Put the {shown(node).partition(' ')[0]} in [ ]."
    texts = [text for each in members if isinstance(each, dict) for text in each.get("is", ()) if isinstance(text, str)]
    return did_you_mean(value, texts) if isinstance(value, str) else ""


def _unknown(name, meant, known, path):
    hint = f" Did you mean {quoted(meant)}?" if meant is not None else did_you_mean(name, known)
    return f"has no {_what(path)} {quoted(name)}.{hint} {f'There are: {listed(known)}.' if known else 'There are none.'}"


def _lacking(missing, required, optional, unknown, path):
    given = list(dict.fromkeys(each for name in missing for each in near(name, unknown)))
    hint = f" You gave {' and '.join(map(quoted, given))}." if given else ""
    told = [*(f"{name}: {name_of(each)}" for name, each in required.items()), *(f"{name}: {name_of(each)} = ..." for name, each in optional.items())]
    return f"needs the {_what(path)}{'s' if len(missing) > 1 else ''} {' and '.join(map(quoted, missing))}.{hint} It takes {listed(told)}."


def _what(path):
    return "key" if path else "argument"


def name_of(wanted, depth=0):
    """A type in Python's words."""
    if isinstance(wanted, str):
        return NAMES[wanted]
    if "is" in wanted:
        words = [quoted(each[:100]) if isinstance(each, str) else repr(each) for each in wanted["is"]]
        return " or ".join([*words[:20], *(["..."] if len(words) > 20 else [])])
    if "items" in wanted:
        return "list" if depth > 1 else f"list[{name_of(wanted['items'], depth + 1)}]"
    if "anyOf" in wanted:
        return " or ".join(dict.fromkeys(name_of(each, depth + 1) for each in wanted["anyOf"][:20]))
    return "dict" if "allOf" not in wanted else name_of(wanted["allOf"][0], depth)


NAMES = {"string": "str", "number": "int or float", "integer": "int", "boolean": "bool", "null": "None", "array": "list", "object": "dict", "any": "anything"}
