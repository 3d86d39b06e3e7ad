# 5 await
import json
from generated.servers.filesystem import read_file

data = json.loads(read_file(path="data.json"))
len(data["items"])
