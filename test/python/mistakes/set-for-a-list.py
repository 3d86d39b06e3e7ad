# 2 [ ]
await servers.filesystem.read_multiple_files(paths={"notes.txt", "data.json"})
