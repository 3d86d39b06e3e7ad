import { read_file, write_file } from "generated/servers/filesystem";
const rows = [
  ["name", "size"],
  ["a", 1],
];
await write_file({ path: "table.csv", content: rows.map((row) => row.join(",")).join("\n") });
(await read_file({ path: "table.csv" })).split("\n").length;
