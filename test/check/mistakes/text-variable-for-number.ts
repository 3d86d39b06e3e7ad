// 4 number
import { get_sum } from "generated/servers/everything";
const first = "40" + "2";
await get_sum({ a: first, b: 2 });
