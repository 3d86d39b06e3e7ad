import { read_file as read } from "generated/servers/filesystem";
(await read({ path: "notes.txt" })).length;
