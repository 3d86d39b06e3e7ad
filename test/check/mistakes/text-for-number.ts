// 3 number
import { get_sum } from "generated/servers/everything";
await get_sum({ a: "1", b: 2 });
