// 4 total
import { read_file } from "generated/servers/filesystem";
const total = 0;
for (const path of ["notes.txt"]) total += (await read_file({ path })).length;
total;
