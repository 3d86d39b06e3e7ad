import { read_text_file } from "generated/servers/filesystem";
import { send_out } from "generated/servers/policed";
await send_out({ id: await read_text_file({ path: "a.txt" }) });
