import { list_directory_with_sizes } from "generated/servers/filesystem";
await list_directory_with_sizes({ path: "." });
