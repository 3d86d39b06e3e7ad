import { create_directory } from "generated/servers/filesystem";
await create_directory({ path: "made" });
