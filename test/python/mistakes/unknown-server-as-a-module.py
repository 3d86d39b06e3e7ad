# 2 "memory"
import generated.servers.memroy

graph = await generated.servers.memroy.read_graph()
len(graph["entities"])
