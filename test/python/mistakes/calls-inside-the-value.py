# 4 await
from generated.servers.filesystem import read_file

{"notes": read_file(path="notes.txt"), "count": 1}
