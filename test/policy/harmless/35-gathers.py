import asyncio
from generated.servers.filesystem import read_text_file
texts = await asyncio.gather(*(read_text_file(path=p) for p in ("a.txt", "b.txt")))
sum(map(len, texts))
