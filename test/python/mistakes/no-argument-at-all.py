# 4 "path"
from generated.servers.filesystem import read_file

text = await read_file()
len(text)
