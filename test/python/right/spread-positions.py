from generated.servers.filesystem import read_text_file

arguments = [{"path": "notes.txt"}]
len(await read_text_file(*arguments))
