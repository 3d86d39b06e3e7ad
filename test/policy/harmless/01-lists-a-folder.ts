import { list_directory } from "generated/servers/filesystem";
await list_directory({ path: "." });
