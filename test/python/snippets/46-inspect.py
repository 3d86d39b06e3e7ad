import inspect


def search(query: str, /, limit: int = 10, *tags: str, exact: bool = False, **filters) -> list:
    """Finds things.

    More text.
    """
    return [query, limit, tags, exact, filters]


class Tool:
    """A tool."""

    kind = "read"

    def run(self, path): ...

    async def later(self): ...

    @property
    def size(self): ...


signature = inspect.signature(search)
for name, parameter in signature.parameters.items():
    print(f"{name:<8}{parameter.kind.name:<20}{'-' if parameter.default is parameter.empty else parameter.default!r}")
bound = signature.bind("cats", 5, "a", "b", exact=True, color="red")
print(bound.arguments, bound.args, bound.kwargs)
bound = signature.bind_partial("x")
bound.apply_defaults()
print(dict(bound.arguments))
try:
    signature.bind(query="x")
except TypeError as error:
    print("query" in str(error))
print(signature, inspect.getdoc(search).splitlines()[-1], search.__defaults__, search.__kwdefaults__)
print([name for name, _ in inspect.getmembers(Tool, inspect.isfunction)], inspect.iscoroutinefunction(Tool().later), inspect.isclass(Tool))
print(inspect.getmro(bool), inspect.isgeneratorfunction(lambda: (yield)), inspect.getattr_static(Tool, "size").__class__.__name__)


def whoami():
    frame = inspect.currentframe()
    return frame.f_code.co_name, frame.f_back.f_code.co_name


print(whoami(), callable(search), search.__code__.co_varnames[:2])
