import { create_entities, delete_entities, search_nodes } from "generated/servers/memory";
const entities = ["x1", "x2"].map((name) => ({ name, entityType: "test", observations: [`about ${name}`] }));
await create_entities({ entities });
const { entities: found } = await search_nodes({ query: "x1" });
await delete_entities({ entityNames: entities.map(({ name }) => name) });
found.map(({ observations }) => observations[0]);
