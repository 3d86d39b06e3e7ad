import { look } from "generated/servers/policed";
await look({});
