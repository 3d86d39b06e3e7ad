from generated.servers.filesystem import read_text_file

text = await read_text_file({"path": "notes.txt", "head": 2})
len(text)
