# 2 "query"
await servers.memory.search_nodes(None)
