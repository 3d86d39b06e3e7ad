# 5 "lines"
from generated.servers.filesystem import read_file

lines = (await read_file(path="notes.txt")).split("\n")
print(len(line))
