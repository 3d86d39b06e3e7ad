from generated.servers.filesystem import read_file


async def lines(*paths):
    for path in paths:
        for line in (await read_file(path=path)).splitlines():
            yield line


[line async for line in lines("notes.txt", "data.json") if line]
