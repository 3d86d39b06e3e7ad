from generated.servers.memory import create_entities
await create_entities({"entities": [{"name": "Cy", "entityType": "person", "observations": []}]})
