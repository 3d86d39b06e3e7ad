# 2 "source"
await servers.filesystem.move_file(src="a.txt", destination="b.txt")
