import { read_text_file } from "generated/servers/filesystem";
const base = { path: "notes.txt" };
await read_text_file({ ...base, head: 1 });
