from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


def describe(answer):
    match answer:
        case {"error": {"code": int(code), **rest}}:
            return f"error {code} with {sorted(rest)}"
        case {"items": [first, *others]}:
            return f"{first} and {len(others)} more"
        case {"items": []} | [] | None:
            return "nothing"
        case [Point(x=0, y=y) as point, _]:
            return f"on the axis at {y}: {point}"
        case [int() | float() as a, int() | float() as b] if a > b:
            return f"falling from {a}"
        case str(text) if text.isdigit():
            return f"digits {text}"
        case "ok" | "fine":
            return "good"
        case (a, b, *_):
            return f"starts with {a!r} and {b!r}"
        case True | False as flag:
            return f"flag {flag}"
        case _:
            return f"unknown {type(answer).__name__}"


for answer in (
    {"error": {"code": 404, "text": "no", "at": 1}}, {"items": ["a", "b", "c"]}, {"items": []}, None, [Point(0, 3), 1],
    [3, 2.5], [1, 2], "123", "fine", "odd", (1, "x", 3), True, 2.5, {"error": {"code": "E1"}},
):
    print(describe(answer))
