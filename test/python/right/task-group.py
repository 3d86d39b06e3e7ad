import asyncio
from generated.servers.filesystem import read_file

async with asyncio.TaskGroup() as group:
    tasks = {path: group.create_task(read_file(path=path)) for path in ("notes.txt", "data.json")}
{path: len(task.result()) for path, task in tasks.items()}
