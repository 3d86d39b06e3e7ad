import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

/**
 * The official client, for peers that leave the connection to their user: each server's tools as functions that give the tool's answer as it came.
 * @param {Readonly<Record<string, { readonly command: string, readonly args: readonly string[] }>>} servers
 */
export async function connect(servers) {
  const clients = [];
  const tools = [];
  for (const [server, { command, args }] of Object.entries(servers)) {
    const client = new Client({ name: "bench", version: "1.0.0" });
    await client.connect(new StdioClientTransport({ command, args: [...args] }));
    clients.push(client);
    const listed = await client.listTools();
    for (const { name, description, inputSchema } of listed.tools) {
      const call = (input) => client.callTool({ name, arguments: input ?? {} });
      tools.push({ server, name, description: description ?? "", inputSchema, call });
    }
  }
  return {
    tools,
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client.close();
    },
  };
}

/** The text of an answer; what a tool reports as its error is thrown, as the SDKs' examples do it. */
export function textOrThrow(result) {
  const text = result.content.map((block) => block.text ?? "").join("");
  if (result.isError) throw new Error(text);
  return text;
}
