// session import { read_graph } from "generated/servers/memory"; const graph = await read_graph();
// 3 "entities"
graph.entitis.length;
