# 4 await
from generated.servers.memory import read_graph

entities = read_graph()["entities"]
len(entities)
