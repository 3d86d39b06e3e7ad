// 3 await
import { read_graph } from "generated/servers/memory";
console.log(read_graph());
