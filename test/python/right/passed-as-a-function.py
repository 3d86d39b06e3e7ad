import asyncio
from generated.servers.filesystem import list_directory, read_file


async def call(function, **arguments):
    return await function(**arguments)


results = await asyncio.gather(*map(lambda path: read_file(path=path), ["notes.txt", "data.json"]))
listing = await call(list_directory, path=".")
len(results) + len(listing)
