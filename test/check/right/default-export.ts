import { read_file } from "generated/servers/filesystem";
export default async function main() {
  return (await read_file({ path: "notes.txt" })).length;
}
