import { read_text_file } from "generated/servers/filesystem";
const options = {};
options.path = "notes.txt";
options.head = 1;
const line = await read_text_file(options);
line;
