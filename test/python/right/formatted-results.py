import json
from generated.servers.filesystem import read_file
from generated.servers.memory import read_graph

data = json.loads(await read_file(path="data.json"))
print(f"{len(data['items'])} items, {(await read_graph())['entities']!r}")
print("%s has %d letters" % ("notes", len(await read_file(path="notes.txt"))))
print(await read_file(path="notes.txt"), end="", sep="\n")
str(await read_file(path="notes.txt")).strip()[:5]
