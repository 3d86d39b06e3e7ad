from generated.servers.filesystem import read_text_file

key = "path"
len(await read_text_file({key: "notes.txt", f"{'head'}": 1}))
