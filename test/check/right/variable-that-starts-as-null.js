import { read_file } from "generated/servers/filesystem";
let text = null;
try {
  text = await read_file({ path: "notes.txt" });
} catch (error) {
  console.log(error.message);
}
text.length;
