// 3 names
import { read_file } from "generated/servers/filesystem";
for (const path of names) await read_file({ path });
const names = ["notes.txt"];
