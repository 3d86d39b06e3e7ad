# 4 [ ]
from generated.servers.filesystem import read_multiple_files

await read_multiple_files(paths="notes.txt")
