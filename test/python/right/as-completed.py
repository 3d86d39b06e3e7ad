import asyncio
from generated.servers.filesystem import read_file

total = 0
for next_done in asyncio.as_completed([read_file(path=path) for path in ["notes.txt", "data.json"]]):
    total += len(await next_done)
total
