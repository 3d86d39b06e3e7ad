import { read_file, get_file_info } from "generated/servers/filesystem";
const actions = { read: read_file, info: get_file_info };
const results = {};
for (const [name, action] of Object.entries(actions)) results[name] = (await action({ path: "notes.txt" })).length > 0;
results;
