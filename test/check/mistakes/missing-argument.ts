// 3 "content"
import { write_file } from "generated/servers/filesystem";
await write_file({ path: "out.txt" });
