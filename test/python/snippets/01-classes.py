# A small order book, as one writes it to add up what several tools said.
class Item:
    tax = 0.2

    def __init__(self, name, price, count=1):
        self.name, self.price, self.count = name, price, count

    @property
    def total(self):
        return round(self.price * self.count * (1 + self.tax), 2)

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r}, {self.price}, {self.count})"

    def __eq__(self, other):
        return isinstance(other, Item) and self.name == other.name

    def __hash__(self):
        return hash(self.name)


class Book(Item):
    tax = 0.05

    @classmethod
    def from_line(cls, line):
        name, price, *rest = line.split(";")
        return cls(name.strip(), float(price), *map(int, rest))

    @staticmethod
    def is_line(line):
        return line.count(";") >= 1


lines = ["Dune; 9.5; 2", "no book", "Emma; 4.25"]
books = [Book.from_line(line) for line in lines if Book.is_line(line)]
print(books, sum(book.total for book in books))
print(len({Item("Dune", 1), *books}), Book.__mro__[1].__name__, isinstance(books[0], Item))
print(Item("pen", 1.0, 3).total, vars(books[1]))
