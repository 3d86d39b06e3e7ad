// 3 string
import { read_file } from "generated/servers/filesystem";
await read_file({ path: 5 });
