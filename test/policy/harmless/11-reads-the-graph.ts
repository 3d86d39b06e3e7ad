import { read_graph } from "generated/servers/memory";
(await read_graph({})).entities.length;
