import functools
from generated.servers.filesystem import read_file


def once(function):
    kept = {}

    @functools.wraps(function)
    def wrapper(path):
        if path not in kept:
            kept[path] = len(path)
        return kept[path]

    return wrapper


@once
async def size(path):
    return len(await read_file(path=path))


size("notes.txt") + 1
