from generated.servers.filesystem import read_file

pending = read_file(path="notes.txt")
print(type(pending).__name__)
text = await pending
len(text)
