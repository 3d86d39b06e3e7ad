// 4 "entities"
import { search_nodes } from "generated/servers/memory";
const found = await search_nodes({ query: "a" });
console.log(found.map((node) => node.name));
