import { read_multiple_files } from "generated/servers/filesystem";
await read_multiple_files({ paths: ["a.txt", "b.txt"] });
