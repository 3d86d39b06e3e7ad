import { read_file } from "generated/servers/filesystem";
read_file({ path: "notes.txt" })
  .then((text) => text.split("\n"))
  .then((lines) => lines.length);
