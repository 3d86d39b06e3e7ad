import { read_graph } from "generated/servers/memory";
const graph = await read_graph();
const total = graph?.meta?.total ?? graph.entities.length;
total;
