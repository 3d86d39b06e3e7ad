import { search_files } from "generated/servers/filesystem";
await search_files({ path: ".", pattern: "*.txt" });
