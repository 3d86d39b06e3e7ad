import { read_file } from "generated/servers/filesystem";
const outcome = await read_file({ path: "missing.txt" }).catch((error) => ({ failed: error.code, server: error.server }));
outcome.failed;
