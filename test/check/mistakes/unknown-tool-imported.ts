// 2 TOOL_UNKNOWN "read_text_file"
import { read_textfile } from "generated/servers/filesystem";
console.log(await read_textfile({ path: "notes.txt" }));
