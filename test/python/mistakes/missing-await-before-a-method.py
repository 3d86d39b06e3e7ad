# 5 await
from generated.servers.filesystem import read_file

text = read_file(path="notes.txt")
lines = text.split("\n")
len(lines)
