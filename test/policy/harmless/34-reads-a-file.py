from generated.servers.filesystem import read_text_file
len(await read_text_file(path="a.txt"))
