import { create_entities, add_observations } from "generated/servers/memory";
await create_entities({ entities: [{ name: "Bob", entityType: "person", observations: [] }] });
await add_observations({ observations: [{ entityName: "Bob", contents: ["sails"] }] });
