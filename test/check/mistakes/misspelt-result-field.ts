// 4 "entities"
import { read_graph } from "generated/servers/memory";
const graph = await read_graph();
console.log(graph.entites.length);
