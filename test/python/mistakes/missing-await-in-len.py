# 3 await
size = 0
size += len(servers.filesystem.read_file(path="notes.txt"))
size
