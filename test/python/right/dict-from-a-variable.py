from generated.servers.filesystem import read_text_file

arguments = {"path": "notes.txt"}
arguments["head"] = 2
len(await read_text_file(arguments))
