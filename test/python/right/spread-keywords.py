from generated.servers.filesystem import read_text_file

common = {"path": "notes.txt"}
one = await read_text_file(**common)
two = await read_text_file(**common, head=1)
three = await read_text_file({**common, "tail": 1})
four = await read_text_file(**{"path": "notes.txt", "head": 1})
[len(one), len(two), len(three), len(four)]
