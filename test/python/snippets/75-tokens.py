from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    NUMBER = r"number"
    NAME = r"name"
    SIGN = r"sign"


class Token(NamedTuple):
    kind: Kind
    text: str


def tokens(text):
    at = 0
    while at < len(text):
        c = text[at]
        if c.isspace():
            at += 1
            continue
        end = at + 1
        if c.isdigit():
            while end < len(text) and (text[end].isdigit() or text[end] == "."):
                end += 1
            yield Token(Kind.NUMBER, text[at:end])
        elif c.isalpha():
            while end < len(text) and text[end].isalnum():
                end += 1
            yield Token(Kind.NAME, text[at:end])
        else:
            yield Token(Kind.SIGN, c)
        at = end


def balance(found):
    open_, depth, deepest = {"(": ")", "[": "]"}, [], 0
    for token in found:
        match token:
            case Token(Kind.SIGN, "(" | "[" as sign):
                depth.append(open_[sign])
                deepest = max(deepest, len(depth))
            case Token(Kind.SIGN, ")" | "]" as sign) if not depth or depth.pop() != sign:
                return f"unexpected {sign}"
    return f"{depth[-1]} is missing" if depth else f"balanced, {deepest} deep"


for text in ("f(x[1], 2.5)", "(a + b]", "((1)", "3 * rate2"):
    found = list(tokens(text))
    print([token.text for token in found], [token.kind.name[:2] for token in found], balance(found))
