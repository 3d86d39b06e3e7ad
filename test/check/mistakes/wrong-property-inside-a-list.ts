// 3 "entityType"
import { create_entities } from "generated/servers/memory";
await create_entities({ entities: [{ name: "a", entitytype: "thing", observations: [] }] });
