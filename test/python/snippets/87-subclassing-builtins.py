class Path(str):
    def __truediv__(self, other):
        return Path(f"{self}/{other}")


class Grid(dict):
    def __missing__(self, key):
        return "." if isinstance(key, tuple) else None

    def __setitem__(self, key, value):
        super().__setitem__(tuple(reversed(key)), value)


grid = Grid()
grid[1, 2] = "#"
print(Path("a") / "b" / "c", grid[2, 1], grid[9, 9], grid["x"], len(grid), isinstance(Path("a") / "b", str))


class Limited(list):
    def __init__(self, most, items=()):
        super().__init__(items)
        self.most = most

    def append(self, item):
        if len(self) >= self.most:
            raise OverflowError(f"at most {self.most}")
        super().append(item)

    def __repr__(self):
        return f"Limited({self.most}, {super().__repr__()})"


few = Limited(2, "a")
few.append("b")
try:
    few.append("c")
except OverflowError as error:
    print(few, error, few + ["d"], type(few[:1]).__name__)


class Celsius(float):
    __slots__ = ()

    @property
    def fahrenheit(self):
        return self * 9 / 5 + 32


print(Celsius(100).fahrenheit, Celsius(20) + 1, sorted([Celsius(3), 1.5]), issubclass(bool, int))
