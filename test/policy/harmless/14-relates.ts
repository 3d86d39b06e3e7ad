import { create_relations } from "generated/servers/memory";
await create_relations({ relations: [{ from: "Ann", to: "Bob", relationType: "knows" }] });
