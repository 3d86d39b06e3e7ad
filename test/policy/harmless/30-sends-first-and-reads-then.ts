import { read_private, send_out } from "generated/servers/policed";
await send_out({ id: "hello" });
(await read_private({})).length;
