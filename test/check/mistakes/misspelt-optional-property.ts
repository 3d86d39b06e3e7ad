// 3 "head"
import { read_text_file } from "generated/servers/filesystem";
const text = await read_text_file({ path: "notes.txt", heads: 2 });
text.length;
