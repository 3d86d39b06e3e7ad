// 4 await
import { read_file } from "generated/servers/filesystem";
const text = read_file({ path: "notes.txt" });
const lines = text.split("\n");
lines.length;
