# 6 "path"
from generated.servers.filesystem import read_file


async def size(name):
    return len(await read_file(file=name))


await size("notes.txt")
