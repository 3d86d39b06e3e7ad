# 2 "from generated.servers.filesystem import read_file"
from generated.servers.filesystem.read_file import read_file

len(await read_file(path="notes.txt"))
