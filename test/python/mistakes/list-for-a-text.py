# 4 str
from generated.servers.filesystem import read_file

await read_file(path=["notes.txt"])
