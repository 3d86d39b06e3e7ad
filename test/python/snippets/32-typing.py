from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, ClassVar, Generic, Literal, NamedTuple, NotRequired, Protocol, TypedDict, TypeVar, runtime_checkable

T = TypeVar("T")
K = TypeVar("K", bound=str)


class Row(TypedDict):
    id: int
    name: str
    note: NotRequired[str]


class Pair(NamedTuple):
    left: int
    right: str = "r"


@runtime_checkable
class Sized(Protocol):
    def size(self) -> int: ...


class Box(Generic[T]):
    made: ClassVar[int] = 0

    def __init__(self, *items: T) -> None:
        self.items = items
        Box.made += 1

    def size(self) -> int:
        return len(self.items)


def group(rows: Iterable[Row], key: Callable[[Row], K]) -> Mapping[K, list[Row]]:
    out: dict[K, list[Row]] = {}
    for row in rows:
        out.setdefault(key(row), []).append(row)
    return out


rows: list[Row] = [{"id": 1, "name": "ann"}, {"id": 2, "name": "al", "note": "x"}, Row(id=3, name="bo")]
print({letter: [row["id"] for row in found] for letter, found in group(rows, lambda row: row["name"][0]).items()})
print(Row.__required_keys__ == {"id", "name"} or sorted(Row.__annotations__), Pair(5), Pair(1, "x")._fields)
print(isinstance(Box(1, 2), Sized), isinstance([], Sized), Box[int]("a").items, Box.made)
print(typing.get_args(Literal["a", "b"]), typing.get_origin(dict[str, int]), typing.get_type_hints(Box.size))
print(typing.cast(int, "still text"), Annotated[int, "meters"].__metadata__, issubclass(Iterator, Iterable))
