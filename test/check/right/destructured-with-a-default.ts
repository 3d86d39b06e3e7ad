import { read_graph } from "generated/servers/memory";
const { entities = [], total = entities.length } = await read_graph();
total;
