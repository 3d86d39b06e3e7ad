# 4 await
from generated.servers.filesystem import read_file

for line in read_file(path="notes.txt"):
    print(line)
