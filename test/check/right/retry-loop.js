import { read_file } from "generated/servers/filesystem";
let attempt = 0;
let text;
while (!text && attempt < 3) {
  attempt += 1;
  text = await read_file({ path: "notes.txt" }).catch(() => undefined);
}
text.length;
