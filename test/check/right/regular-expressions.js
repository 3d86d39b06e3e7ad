import { read_file } from "generated/servers/filesystem";
const text = await read_file({ path: "notes.txt" });
const match = text.match(/beta/);
[match.index >= 0, match[0], [...text.matchAll(/a/g)].length];
