# 2 await
first, second = servers.filesystem.read_multiple_files(paths=["notes.txt", "data.json"])
first
