// 4 await
import { read_file } from "generated/servers/filesystem";
const text = read_file({ path: "notes.txt" });
console.log(`The text is ${text}`);
