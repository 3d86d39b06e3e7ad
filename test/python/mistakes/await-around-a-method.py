# 4 (await read_file(...)).split
from generated.servers.filesystem import read_file

lines = await read_file(path="notes.txt").split("\n")
len(lines)
