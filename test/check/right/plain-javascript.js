import { read_file } from "generated/servers/filesystem";
const text = await read_file({ path: "notes.txt" });
const words = {};
for (const word of text.split(/\s+/)) words[word] = (words[word] || 0) + 1;
words;
