# session import generated.servers.memory as graph
# 3 "read_graph"
await graph.read_grahp()
