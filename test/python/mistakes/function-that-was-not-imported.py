# 2 import read_file
text = await read_file(path="notes.txt")
len(text)
