// 4 "lines"
import { read_file } from "generated/servers/filesystem";
const lines = (await read_file({ path: "notes.txt" })).split("\n");
console.log(line.length);
