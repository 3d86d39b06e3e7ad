import asyncio
from generated.servers.filesystem import read_file

for attempt in range(3):
    try:
        text = await read_file(path="notes.txt" if attempt else "missing.txt")
        break
    except ToolError:
        await asyncio.sleep(0)
else:
    text = ""
len(text)
