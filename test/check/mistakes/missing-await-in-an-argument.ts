// 4 await
import { read_file, write_file } from "generated/servers/filesystem";
const text = read_file({ path: "notes.txt" });
await write_file({ path: "copy.txt", content: text });
