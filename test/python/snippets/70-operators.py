from __future__ import annotations


class Vector:
    __match_args__ = ("x", "y")

    def __init__(self, x: float, y: float):
        self.x, self.y = x, y

    def __repr__(self):
        return f"V({self.x}, {self.y})"

    def __add__(self, other: Vector) -> Vector:
        return Vector(self.x + other.x, self.y + other.y) if isinstance(other, Vector) else NotImplemented

    def __mul__(self, by):
        return Vector(self.x * by, self.y * by)

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return (self @ self) ** 0.5

    def __getitem__(self, index):
        return (self.x, self.y)[index]

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def __call__(self, scale):
        return abs(self) * scale


v, w = Vector(3, 4), Vector(1, 2)
print(v + w, v * 2, 2 * v, v @ w, -v, abs(v), v[0], list(w), v == (3, 4), v(10))
v += w
print(v, v[:1], *w, sep=" | ")
match w:
    case Vector(1, y):
        print("y is", y)
try:
    v + 5
except TypeError as error:
    print(error)
