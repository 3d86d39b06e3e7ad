import { read_graph } from "generated/servers/memory";
const { entities } = await read_graph();
const first = entities.find((entity) => entity.name === "nobody");
first ? first.observations.length : 0;
