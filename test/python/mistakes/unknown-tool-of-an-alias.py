# 3 "search_nodes"
memory = servers.memory
found = await memory.search_node(query="a")
len(found["entities"])
