"""Functions of skills that another process runs: data in, data out."""

from . import servers, values


def functions_of(skill):
    """A function for each that the skill exports, by name."""
    return {stub["name"]: _function(skill["specifier"], stub) for stub in skill["functions"]}


def _function(specifier, stub):
    async def call(*args, **keywords):
        args, absent = _fit(stub, args, keywords)
        return await servers.ask(
            "skill", skill=specifier, function=stub["name"], args=values.arguments(args), **({"absent": absent} if absent else {})
        )

    call.__name__ = call.__qualname__ = stub["name"]
    call.__module__ = specifier.replace("/", ".")
    return call


def _fit(stub, args, keywords):
    """The arguments as TypeScript takes them, each in its place, and the places where none is given."""
    name, parameters = stub["name"], stub["parameters"]
    places = [parameter for parameter in parameters if parameter["kind"] == "positional"]
    if len(args) > len(places) and len(places) == len(parameters):
        raise TypeError(f"{name}() takes {len(places)} arguments in a row, not {len(args)}.")
    given = dict(enumerate(args))
    for key, value in keywords.items():
        at = next((at for at, place in enumerate(places) if place["name"] == key), None)
        if at is not None and at not in given:
            given[at] = value
            continue
        at = next((at for at, place in enumerate(places) if key in place.get("keys", ())), None)
        if at is None or at < len(args):
            raise TypeError(f"{name}() got an unexpected keyword argument {key!r}.")
        given.setdefault(at, {})[key] = value
    for at, place in enumerate(places):
        if at not in given and not place["optional"]:
            raise TypeError(f"{name}() misses its argument {place['name']!r}.")
    last = max(given, default=-1)
    return [given.get(at) for at in range(last + 1)], [at for at in range(last + 1) if at not in given]
