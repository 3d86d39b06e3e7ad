import asyncio
from generated.servers.filesystem import read_file

text = await asyncio.wait_for(read_file(path="notes.txt"), timeout=10)
async with asyncio.timeout(10):
    again = await read_file(path="notes.txt")
text == again
