import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/client";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { inPackage } from "../../paths.ts";
import type { ServedServer } from "./served-server.ts";
import type { Surface, SurfaceAbout, Wanted } from "./surface.ts";

export const ours: SurfaceAbout = {
  api: "codemode serve",
  search: "search_tools",
  note: "It is counted once the tools of all servers are there, and its description names at most a hundred servers.",
};

/** `codemode serve`, as it is shipped and with nothing in its config but servers, once it knows all their tools. */
export async function openOurs(servers: readonly ServedServer[]): Promise<Surface & Required<Pick<Surface, "search">> & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "codemode-tokens-"));
  const config = join(folder, "codemode.json");
  await writeFile(config, JSON.stringify({ mcpServers: Object.fromEntries(servers.map(({ server, url }) => [server, { url }])) }));
  const client = new Client({ name: "tokens", version: "1.0.0" });
  const close = async (): Promise<void> => {
    await client.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [inPackage("dist/cli/main.js"), "serve", "--config", config],
        env: { ...getDefaultEnvironment(), HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder },
        stderr: "ignore",
      }),
    );
    await untilAllAreThere(client, servers);
    const { tools } = await client.listTools();
    return {
      prompt: client.getInstructions() ?? "",
      tools: tools.map(({ name, description = "", inputSchema }) => ({ name, description, inputSchema })),
      async search({ query }: Wanted) {
        return { request: `search_tools ${JSON.stringify({ query })}`, answer: await answerOf(client, { query }) };
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each server lists as many tools as were recorded of it. */
async function untilAllAreThere(client: Client, servers: readonly ServedServer[]): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (const { server, tools } of servers) {
    for (;;) {
      const { structuredContent } = await client.callTool({ name: "search_tools", arguments: { server, detail: "names", limit: 1 } });
      const { total } = structuredContent as { readonly total: number };
      if (total === tools.length) break;
      if (performance.now() > deadline) throw new Error(`The gateway has ${total} of the ${tools.length} tools of "${server}".`);
      await pause(50);
    }
  }
}

async function answerOf(client: Client, args: Record<string, unknown>): Promise<string> {
  const { content } = await client.callTool({ name: "search_tools", arguments: args });
  return content.map((block) => (block.type === "text" ? block.text : JSON.stringify(block))).join("\n");
}

const PATIENCE_MS = 30_000;
