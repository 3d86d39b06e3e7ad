import { send_out } from "generated/servers/policed";
await send_out({ id: "hello" });
