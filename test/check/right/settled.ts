import { read_file } from "generated/servers/filesystem";
const settled = await Promise.allSettled([read_file({ path: "notes.txt" }), read_file({ path: "missing.txt" })]);
settled.map((each) => (each.status === "fulfilled" ? each.value.length : String(each.reason.message)));
