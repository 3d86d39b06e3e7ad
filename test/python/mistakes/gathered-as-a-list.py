# 5 gather(*...)
import asyncio
from generated.servers.filesystem import read_file

texts = await asyncio.gather([read_file(path=path) for path in ["notes.txt", "data.json"]])
len(texts)
