import functools
import warnings


def deprecated(instead):
    def decorate(function):
        @functools.wraps(function)
        def wrapped(*args):
            warnings.warn(f"{function.__name__} is old, use {instead}", DeprecationWarning, stacklevel=2)
            return function(*args)

        return wrapped

    return decorate


@deprecated("area2")
def area(a, b):
    return a * b


class ImportantWarning(UserWarning):
    pass


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(area(2, 3))
    warnings.warn("look here", ImportantWarning)
print([(each.category.__name__, str(each.message)) for each in caught])

with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        area(1, 1)
    except DeprecationWarning as error:
        print("as an error:", error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("ignore")
    warnings.filterwarnings("always", message="look", category=UserWarning)
    warnings.warn("look twice")
    warnings.warn("not this")
print([str(each.message) for each in caught], issubclass(ImportantWarning, Warning))
