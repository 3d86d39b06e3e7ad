import { createCodemode } from "mcp-codemode";

const codemode = createCodemode({
  servers: {
    filesystem: { command: "npx", args: ["-y", "@modelcontextprotocol/server-filesystem", "examples/demo/files"] },
  },
});
await codemode.registry.discoverAll();

const result = await codemode.executor.execute(`
  import { read_file } from "generated/servers/filesystem";
  const text = await read_file({ path: "tides.txt" });
  ({ length: text.length })
`);
console.log(result.value, result.calls.length);
await codemode[Symbol.asyncDispose]();
