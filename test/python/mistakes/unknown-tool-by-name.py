# 3 "read_file"
print("start")
text = await servers.filesystem.raed_file(path="notes.txt")
len(text)
