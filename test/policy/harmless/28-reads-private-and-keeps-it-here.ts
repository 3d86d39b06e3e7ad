import { read_private } from "generated/servers/policed";
import { create_entities } from "generated/servers/memory";
const text = await read_private({});
await create_entities({ entities: [{ name: "note", entityType: "note", observations: [text] }] });
