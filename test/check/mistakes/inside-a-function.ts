// 4 "path"
import { read_file } from "generated/servers/filesystem";
async function size(path: string): Promise<number> {
  return (await read_file({ file: path })).length;
}
await Promise.all(["notes.txt"].map(size));
