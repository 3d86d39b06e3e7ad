import { read_file } from "generated/servers/filesystem";
const pending = read_file({ path: "notes.txt" });
console.log("reading");
const text = await pending;
text.length;
