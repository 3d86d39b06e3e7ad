# 4 path
from generated.servers.filesystem import write_file

await write_file("out.txt", "some text")
