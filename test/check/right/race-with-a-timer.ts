import { read_file } from "generated/servers/filesystem";
const late = new Promise<string>((resolve) => setTimeout(() => resolve("late"), 5_000));
const first = await Promise.race([read_file({ path: "notes.txt" }), late]);
first.length;
