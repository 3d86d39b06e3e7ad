import asyncio
from generated.servers.filesystem import read_file

results = await asyncio.gather(*[read_file(path=path) for path in ("notes.txt", "missing.txt")], return_exceptions=True)
[type(result).__name__ for result in results]
