// 4 "split"
import { read_file } from "generated/servers/filesystem";
const text = await read_file({ path: "notes.txt" });
text.splitt("\n").length;
