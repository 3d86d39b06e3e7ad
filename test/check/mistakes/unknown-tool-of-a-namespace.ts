// 4 "list_directory"
import * as fs from "generated/servers/filesystem";
const here = await fs.read_text_file({ path: "notes.txt" });
const files = await fs.list_dir({ path: "." });
files.length + here.length;
