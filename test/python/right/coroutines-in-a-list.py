import asyncio
from generated.servers.filesystem import read_file

calls = [read_file(path=path) for path in ["notes.txt", "data.json"]]
calls.append(read_file(path="notes.txt"))
texts = await asyncio.gather(*calls)
sum(map(len, texts))
