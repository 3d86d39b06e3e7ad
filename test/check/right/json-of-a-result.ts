import { read_graph } from "generated/servers/memory";
const graph = await read_graph();
console.log(JSON.stringify(graph, null, 2).length > 0);
Object.keys(graph).sort();
