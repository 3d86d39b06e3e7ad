import { read_file } from "generated/servers/filesystem";
try {
  await read_file({ path: "missing.txt" });
} catch (error) {
  if (error instanceof ToolError) console.log(error.tool, error.code);
  else throw error;
}
