import { read_private } from "generated/servers/policed";
(await read_private({})).length;
