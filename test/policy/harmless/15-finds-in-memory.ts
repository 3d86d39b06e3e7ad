import { search_nodes } from "generated/servers/memory";
await search_nodes({ query: "tea" });
