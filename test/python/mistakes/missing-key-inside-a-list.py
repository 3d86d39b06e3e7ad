# 7 "observations"
from generated.servers.memory import create_entities

await create_entities(
    entities=[
        {"name": "a", "entityType": "thing", "observations": []},
        {"name": "b", "entityType": "thing"},
    ]
)
