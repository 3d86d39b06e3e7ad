import abc


class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...

    @classmethod
    def __subclasshook__(cls, other):
        return hasattr(other, "area") or NotImplemented


class Square(Shape):
    def __init__(self, side):
        self.side = side

    area = property(lambda self: self.side**2)


class Duck:
    area = 0


try:
    Shape()
except TypeError as error:
    print("abstract" in str(error))
print(Square(3).area, issubclass(Duck, Shape), isinstance(5, Shape), Shape.__abstractmethods__)
Made = type("Made", (Square,), {"twice": lambda self: self.area * 2, "__doc__": "made"})
print(Made(2).twice(), Made.__doc__, Made.__bases__[0].__name__, type(Made).__name__)
