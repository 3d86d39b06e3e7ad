# 2 "filesystem"
from generated.servers.filesytem import read_file

len(await read_file(path="notes.txt"))
