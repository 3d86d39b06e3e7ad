# 2 "read_text_file"
from generated.servers.filesystem import read_textfile

print(await read_textfile(path="notes.txt"))
