// 4 callable
import { read_file } from "generated/servers/filesystem";
const text = await read_file({ path: "notes.txt" });
text();
