// codemode run examples/read-file.ts --config examples/codemode.json
import { read_file } from "generated/servers/filesystem";

const text = await read_file({ path: "tides.txt" });
console.log(text.length);
