import { get_sum } from "generated/servers/everything";
const sum = await get_sum({ a: 1, b: 2 });
const text = typeof sum === "string" ? sum : JSON.stringify(sum);
text.includes("3");
