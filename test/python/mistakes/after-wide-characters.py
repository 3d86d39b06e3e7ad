# 4:26 "path"
from generated.servers.filesystem import read_file

"žluťoučký kůň 🐎"; await read_file(name="notes.txt")
