import { list_directory_with_sizes } from "generated/servers/filesystem";
const bySize = Date.now() > 0;
(await list_directory_with_sizes({ path: ".", sortBy: bySize ? "size" : "name" })).length > 0;
