# 5 await
from generated.servers.memory import search_nodes

found = search_nodes(query="a")
[node["name"] for node in found]
