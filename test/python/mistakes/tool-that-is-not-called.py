# 2 called
graph = await servers.memory.read_graph
len(graph["entities"])
