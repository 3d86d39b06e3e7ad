# 4 "content"
from generated.servers.filesystem import write_file

await write_file({"path": "out.txt"})
