import asyncio
from generated.servers.filesystem import read_file

paths = ["notes.txt", "data.json"]
texts = await asyncio.gather(*(read_file(path=path) for path in paths))
notes, data = await asyncio.gather(read_file(path="notes.txt"), read_file(path="data.json"))
[len(text) for text in texts] + [len(notes), len(data)]
