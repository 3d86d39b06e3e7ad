# 3 import read_file
async def main():
    return len(await read_file(path="notes.txt"))


await main()
