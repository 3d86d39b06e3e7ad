# session def read_file(name): return name
read_file("notes.txt").upper()
