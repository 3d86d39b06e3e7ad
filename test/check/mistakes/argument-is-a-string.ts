// 3 "path"
import { read_file } from "generated/servers/filesystem";
const text = await read_file("notes.txt");
text.length;
