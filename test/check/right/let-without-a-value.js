import { read_file } from "generated/servers/filesystem";
let size;
if (size === undefined) size = (await read_file({ path: "notes.txt" })).length;
size + 1;
