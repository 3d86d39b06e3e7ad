import { read_graph } from "generated/servers/memory";
const { entities, relations } = await read_graph();
const byName = new Map(entities.map((entity) => [entity.name, entity]));
const names = new Set(relations.map(({ from }) => from));
[...names].map((name) => byName.get(name)?.entityType ?? "unknown");
