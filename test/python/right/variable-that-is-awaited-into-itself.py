from generated.servers.filesystem import read_file

text = read_file(path="notes.txt")
text = await text
len(text.split("\n"))
