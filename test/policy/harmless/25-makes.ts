import { make } from "generated/servers/policed";
await make({ id: "one" });
