import { look, read_private } from "generated/servers/policed";
const text = await read_private({});
[await look({}), text.length];
