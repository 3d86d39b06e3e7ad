import { read_graph } from "generated/servers/memory";
const graph = await read_graph();
const list = Array.isArray(graph) ? graph : graph.entities;
list.length;
