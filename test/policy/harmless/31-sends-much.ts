import { send_out } from "generated/servers/policed";
await Promise.all([1, 2, 3].map((n) => send_out({ id: `${n}` })));
