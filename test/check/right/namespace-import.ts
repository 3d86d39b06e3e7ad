import * as fs from "generated/servers/filesystem";
(await fs.list_directory({ path: "." })).split("\n").length > 0;
