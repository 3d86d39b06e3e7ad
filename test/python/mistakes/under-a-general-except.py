# 5 "path"
from generated.servers.filesystem import read_file

try:
    text = await read_file(name="notes.txt")
except Exception as error:
    text = str(error)
text
