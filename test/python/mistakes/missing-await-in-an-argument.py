# 5 await
from generated.servers.filesystem import read_file, write_file

text = read_file(path="notes.txt")
await write_file(path="copy.txt", content=text)
