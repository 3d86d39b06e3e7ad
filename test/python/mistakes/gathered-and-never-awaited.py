# 6 await
import asyncio
from generated.servers.filesystem import read_file

texts = asyncio.gather(*(read_file(path=path) for path in ["notes.txt", "data.json"]))
print(texts[0])
