# 4 "entityType"
from generated.servers.memory import create_entities

await create_entities(entities=[{"name": "a", "entitytype": "thing", "observations": []}])
