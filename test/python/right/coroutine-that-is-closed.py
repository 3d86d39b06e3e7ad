from generated.servers.filesystem import read_file

unused = read_file(path="notes.txt")
unused.close()
unused.cr_frame is None
