import { read_file } from "generated/servers/filesystem";
const call = async (tool, args) => {
  try {
    return await tool(args);
  } catch (error) {
    return error.message;
  }
};
await call(read_file, { path: "notes.txt" });
