// 4 "entityType"
import { read_graph } from "generated/servers/memory";
const { entities } = await read_graph();
entities.map((entity) => entity.type);
