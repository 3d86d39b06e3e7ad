import asyncio
from generated.servers.filesystem import read_file

task = asyncio.create_task(read_file(path="notes.txt"))
other = asyncio.ensure_future(read_file(path="data.json"))
task.add_done_callback(lambda done: print("read"))
text = await task
len(text) + len(await other)
