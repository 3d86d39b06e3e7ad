// 3 "relations"
import { read_graph } from "generated/servers/memory";
const { entities, relationships } = await read_graph();
[entities.length, relationships.length];
