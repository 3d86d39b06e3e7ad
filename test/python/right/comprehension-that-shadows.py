from generated.servers.filesystem import list_directory, read_file

names = [read_file.upper() for read_file in ["a", "b"]]
sizes = [len(await read_file(path=path)) for path in ["notes.txt"]]
names + sizes
