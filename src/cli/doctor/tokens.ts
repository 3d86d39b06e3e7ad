import type { Codemode } from "../../codemode.ts";
import { codeTools } from "../../gateway/tools.ts";
import { estimateTokens } from "../../tokens.ts";

/** What the definitions of a server's tools cost a model that has them all, in tokens, at most. */
export function tokensOfServer(codemode: Codemode, server: string): number {
  return sum(codemode.registry.listTools(server));
}

/** What the gateway's own definitions cost. */
export async function tokensOfGateway(codemode: Codemode): Promise<number> {
  const tools = codeTools(codemode.registry.listServers().map(({ name }) => name));
  return sum(tools) + estimateTokens(await codemode.pinnedTools());
}

/** As clients send definitions to a model: name, description and input schema. */
function sum(
  tools: readonly { readonly name: string; readonly description?: string | undefined; readonly inputSchema: unknown }[],
): number {
  return tools.reduce(
    (total, { name, description, inputSchema }) => total + estimateTokens(JSON.stringify({ name, description, inputSchema })),
    0,
  );
}
