# 4 "head"
from generated.servers.filesystem import read_text_file

text = await read_text_file(path="notes.txt", heads=2)
len(text)
