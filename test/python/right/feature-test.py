import generated.servers.filesystem as fs

if hasattr(fs, "read_document"):
    text = await fs.read_document("notes.txt")
elif "read_paper" in dir(fs):
    text = await fs.read_paper("notes.txt")
else:
    text = await fs.read_file(path="notes.txt")
try:
    fs.read_scroll
except AttributeError:
    print("no scrolls")
len(text)
