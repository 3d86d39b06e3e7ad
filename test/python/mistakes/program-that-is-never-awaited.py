# 9 never awaited
from generated.servers.filesystem import read_file


async def main():
    print(await read_file(path="notes.txt"))


main()
print("done")
