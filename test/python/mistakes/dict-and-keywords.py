# 4 not both
from generated.servers.filesystem import read_text_file

await read_text_file({"path": "notes.txt"}, head=2)
