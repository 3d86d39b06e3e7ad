// 3 list
import { create_entities } from "generated/servers/memory";
await create_entities({ entities: { name: "a", entityType: "thing", observations: [] } });
