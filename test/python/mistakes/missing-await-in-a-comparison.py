# 2 await
longer = servers.filesystem.read_file(path="notes.txt") > "a"
longer
