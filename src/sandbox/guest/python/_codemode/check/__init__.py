"""
The check of a program before it runs, by its syntax tree and the signatures of tools. It finds what fails whenever it is reached, or does
nothing where something is meant, and leaves alone whatever it can't follow. It imports nothing of the runtime.
"""

import re

from .awaits import unawaited_uses
from .calls import wrong_calls
from .meanings import Meanings, Surroundings
from .members import unknown_members
from .names import unknown_names
from .scopes import Survey


def mistakes_in(tree, source, surroundings):
    """Line and column, counted in characters from 1, and message of each mistake, in the order of the program."""
    survey = Survey(tree)
    meanings = Meanings(survey, surroundings)
    found = {}
    for node, message in (
        *unknown_members(survey, meanings, surroundings),
        *wrong_calls(survey, meanings, surroundings),
        *unawaited_uses(survey, meanings),
        *unknown_names(survey, meanings, surroundings),
    ):
        found.setdefault((node.lineno, node.col_offset), message)
    lines = re.split(r"\r\n|\r|\n", source)
    return [{"line": line, "column": _characters(lines[line - 1], column) + 1, "message": message} for (line, column), message in sorted(found.items())[:MOST]]


def _characters(line, bytes):
    """CPython counts columns in bytes of UTF-8."""
    return len(line.encode("utf-8", "surrogatepass")[:bytes].decode("utf-8", "ignore"))


MOST = 20
