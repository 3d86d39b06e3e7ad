from generated.servers.filesystem import read_file

text = ""
for path in ["notes.txt", "data.json"]:
    if text:
        print(text[:5])
    text = read_file(path=path)
    text = await text
len(text)
