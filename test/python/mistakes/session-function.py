# session from generated.servers.filesystem import read_file
# 3 "path"
len(await read_file(name="notes.txt"))
