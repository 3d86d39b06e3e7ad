# 4 read_file(path="notes.txt")
from generated.servers.filesystem import read_file

text = await read_file("notes.txt")
len(text)
