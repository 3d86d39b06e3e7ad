# 2 Leave it out
await servers.filesystem.read_text_file(path="notes.txt", head=None)
