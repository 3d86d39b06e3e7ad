# 4 await
from generated.servers.filesystem import read_file

print(f"The text is {read_file(path='notes.txt')}")
