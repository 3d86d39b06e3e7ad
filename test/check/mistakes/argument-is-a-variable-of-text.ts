// 5 "path"
import { list_directory, read_file } from "generated/servers/filesystem";
const names = (await list_directory({ path: "." })).split("\n");
const texts: string[] = [];
for (const name of names) texts.push(await read_file(name));
texts.length;
