import { create_entities } from "generated/servers/memory";
await create_entities({ entities: [{ name: "Ann", entityType: "person", observations: ["likes tea"] }] });
