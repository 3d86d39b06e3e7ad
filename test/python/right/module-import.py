import generated.servers.filesystem
import generated.servers.memory

graph = await generated.servers.memory.read_graph()
text = await generated.servers.filesystem.read_file(path="notes.txt")
len(graph["entities"]) + len(text)
