# 2 [ ]
await servers.filesystem.read_multiple_files(paths=(f"{n}.txt" for n in range(3)))
