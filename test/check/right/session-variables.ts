// session import { read_file } from "generated/servers/filesystem"; let size = 0; const text = await read_file({ path: "notes.txt" });
size = text.length;
const more = { size, lines: text.split("\n").length };
more.size;
