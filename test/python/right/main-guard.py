import asyncio
from generated.servers.filesystem import read_file


async def main():
    print(len(await read_file(path="notes.txt")))


if __name__ == "__main__":
    asyncio.run(main())
