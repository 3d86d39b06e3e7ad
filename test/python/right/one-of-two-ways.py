import inspect
from generated.servers.filesystem import read_file

cached = True
if cached:
    text = "in the cache"
else:
    text = read_file(path="notes.txt")
if inspect.isawaitable(text):
    text = await text
text.upper()
