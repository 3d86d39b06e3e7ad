# 4 never awaited
from generated.servers.filesystem import read_file, write_file

write_file(path="out.txt", content="some text")
await read_file(path="out.txt")
