import { get_file_info } from "generated/servers/filesystem";
await get_file_info({ path: "a.txt" });
