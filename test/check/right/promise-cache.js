import { read_file } from "generated/servers/filesystem";
const cache = {};
const cached = (path) => (cache[path] ??= read_file({ path }));
const [one, two] = await Promise.all([cached("notes.txt"), cached("notes.txt")]);
one === two;
