# 4 await
from generated.servers.memory import read_graph

print(read_graph())
