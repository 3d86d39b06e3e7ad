// The bindings outside the sandbox: an ordinary TypeScript program with the same typed functions. Before:
//   codemode generate --config examples/codemode.json --out examples/bindings/generated
// Node 22.18 and later run it as it is (`node examples/bindings/main.ts`), older ones after `tsc -p examples/bindings`.
import { closeBindings } from "mcp-codemode/bindings";
import { list_directory, read_text_file } from "./generated/servers/filesystem/index.ts";

const files = (await list_directory({ path: "." })).split("\n").flatMap((line) => /^\[FILE\] (.*)$/.exec(line)?.[1] ?? []);
for (const file of files) {
  const text = await read_text_file({ path: file });
  console.log(`${file}: ${text.split("\n").length} lines`);
}
await closeBindings();
