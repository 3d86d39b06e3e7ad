# 4 "import json"
from generated.servers.filesystem import read_file

data = json.loads(await read_file(path="data.json"))
len(data["items"])
