// 3 string[]
import { read_multiple_files } from "generated/servers/filesystem";
await read_multiple_files({ paths: "notes.txt" });
