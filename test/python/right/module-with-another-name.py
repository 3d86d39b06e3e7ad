import generated.servers.filesystem as fs
from generated.servers import memory

len(await fs.read_file(path="notes.txt")) + len((await memory.read_graph())["entities"])
