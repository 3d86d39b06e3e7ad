import { read_file } from "generated/servers/filesystem";
const texts = await Promise.all(["notes.txt", "data.json"].map((path) => read_file({ path })));
texts.map((text) => text.length);
