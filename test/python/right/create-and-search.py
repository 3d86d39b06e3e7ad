from generated.servers.memory import add_observations, create_entities, create_relations, search_nodes

await create_entities(
    entities=[
        {"name": name, "entityType": "letter", "observations": [f"number {index}"]}
        for index, name in enumerate("bc")
    ]
)
await create_relations({"relations": [{"from": "b", "to": "c", "relationType": "before"}]})
await add_observations(observations=[{"entityName": "b", "contents": ["the second"]}])
len((await search_nodes(query="second"))["entities"])
