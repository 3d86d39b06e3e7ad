import { read_text_file } from "generated/servers/filesystem";
(await read_text_file({ path: "a.txt" })).length;
