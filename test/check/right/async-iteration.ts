import { read_file } from "generated/servers/filesystem";
async function* lines(paths: string[]) {
  for (const path of paths) yield* (await read_file({ path })).split("\n");
}
let count = 0;
for await (const line of lines(["notes.txt"])) count += line.length;
count;
