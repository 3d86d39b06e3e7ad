import { directory_tree } from "generated/servers/filesystem";
await directory_tree({ path: "." });
