import { read_file } from "generated/servers/filesystem";
const data = JSON.parse(await read_file({ path: "data.json" }));
data.items.map((item) => item.price).reduce((a, b) => a + b, 0);
