from typing import Callable
from generated.servers.filesystem import read_file

type Pair[A, B] = tuple[A, B]


class Box[T]:
    def __init__(self, value: T):
        self.value = value

    def map[U](self, function: Callable[[T], U]) -> "Box[U]":
        return Box(function(self.value))


def first[A, B](pair: Pair[A, B]) -> A:
    return pair[0]


Box(await read_file(path="notes.txt")).map(len).value + first((1, 2))
