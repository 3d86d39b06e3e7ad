import { list_directory_with_sizes } from "generated/servers/filesystem";
const options = { path: ".", sortBy: "size" };
(await list_directory_with_sizes(options)).length > 0;
