import functools
import inspect


def retry(times, *, on=(Exception,)):
    """A decorator with arguments."""

    def decorate(function):
        @functools.wraps(function)
        def wrapped(*args, **options):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, **options)
                except on as error:
                    print(f"attempt {attempt}: {error}")
                    if attempt == times:
                        raise

        wrapped.times = times
        return wrapped

    return decorate


class counted:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function, self.calls = function, 0

    def __call__(self, *args):
        self.calls += 1
        return self.function(*args)


state = {"left": 2}


@retry(3, on=(ConnectionError, KeyError))
@counted
def fetch(url: str) -> str:
    """Fetches."""
    if state["left"]:
        state["left"] -= 1
        raise ConnectionError(f"{url} is down")
    return f"content of {url}"


print(fetch("here"), fetch.__name__, fetch.__doc__, fetch.times, fetch.__wrapped__.calls, inspect.signature(fetch))
