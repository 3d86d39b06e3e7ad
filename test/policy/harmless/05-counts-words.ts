import { read_text_file } from "generated/servers/filesystem";
const counts = new Map<string, number>();
for (const word of (await read_text_file({ path: "a.txt" })).split(/\s+/)) counts.set(word, (counts.get(word) ?? 0) + 1);
[...counts].toSorted((a, b) => b[1] - a[1])[0];
