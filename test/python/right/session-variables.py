# session from generated.servers.filesystem import read_file; import generated.servers.memory as graph; read = read_file
text = await read_file(path="notes.txt")
again = await read({"path": "notes.txt"})
len((await graph.read_graph())["entities"]) + len(text) + len(again)
