# 2 "memory"
graph = await servers.memroy.read_graph()
len(graph["entities"])
