import { echo } from "generated/servers/everything";
await echo({ message: "hello" });
