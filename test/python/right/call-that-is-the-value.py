from generated.servers.filesystem import read_file

read_file(path="notes.txt")
