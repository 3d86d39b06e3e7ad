import { read_text_file } from "generated/servers/filesystem";
const texts = await Promise.all(["a.txt", "b.txt"].map((path) => read_text_file({ path })));
texts.join("").length;
