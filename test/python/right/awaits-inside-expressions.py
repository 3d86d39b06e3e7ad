from generated.servers.filesystem import read_file, search_files

lines = (await read_file(path="notes.txt")).split("\n")
if (await search_files(path=".", pattern="*.txt")) and not await search_files(path=".", pattern="*.zip") == "":
    print("found")
longest = max((line for line in lines), key=len)
total = len(await read_file(path="notes.txt")) + len(await read_file(path="data.json"))
[line for line in (await read_file(path="notes.txt")).splitlines() if line] + [longest, total]
