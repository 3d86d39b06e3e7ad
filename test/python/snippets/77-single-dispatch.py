from functools import singledispatch, singledispatchmethod


@singledispatch
def show(value):
    return f"? {value}"


@show.register
def _(value: int):
    return f"int {value}"


@show.register(list)
def _(value):
    return "list of " + ", ".join(map(show, value))


print(show([1, "a", [2]]), show(True))


class Writer:
    @singledispatchmethod
    def write(self, value):
        raise TypeError(f"can't write a {type(value).__name__}")

    @write.register(int)
    @write.register(float)
    def _(self, value):
        return f"number {value}"

    @write.register
    def _(self, value: str):
        return f"text {value!r}"


writer = Writer()
print(writer.write(1), writer.write(2.5), writer.write("x"), show.dispatch(bool) is show.dispatch(int))
try:
    writer.write(None)
except TypeError as error:
    print(error)
