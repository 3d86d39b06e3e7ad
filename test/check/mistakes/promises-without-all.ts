// 5 Promise.all
import { read_file } from "generated/servers/filesystem";
const names = ["notes.txt", "data.json"];
const texts = names.map((path) => read_file({ path }));
console.log(JSON.stringify(texts));
