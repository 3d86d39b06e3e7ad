import contextlib
from generated.servers.filesystem import create_directory, read_file


@contextlib.asynccontextmanager
async def folder(name):
    await create_directory(path=name)
    yield name


async with folder("sub") as name:
    print(name.upper())
len(await read_file(path="notes.txt"))
