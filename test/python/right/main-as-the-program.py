import asyncio
from generated.servers.filesystem import read_file


async def main():
    return len(await read_file(path="notes.txt"))


asyncio.run(main())
