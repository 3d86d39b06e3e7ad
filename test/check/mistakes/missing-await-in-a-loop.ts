// 3 await
import { read_file } from "generated/servers/filesystem";
for (const line of read_file({ path: "notes.txt" })) console.log(line);
