import { search_nodes } from "generated/servers/memory";
const found = await search_nodes({ query: "a" });
const nodes = found.nodes || found.entities;
nodes.length;
