// 4 "length"
import { read_graph } from "generated/servers/memory";
const graph = await read_graph();
graph.entities.lenght;
