// 4 string
import { read_file } from "generated/servers/filesystem";
const result = await read_file({ path: "notes.txt" });
console.log(result.content);
