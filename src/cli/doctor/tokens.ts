import type { Codemode } from "../../codemode.ts";
import { gatewayTools } from "../../gateway/tools.ts";
import { estimateTokens } from "../../tokens.ts";

/** What the definitions of a server's tools cost a model that has them all, in tokens, at most. */
export function tokensOfServer(codemode: Codemode, server: string): number {
  return sum(codemode.registry.listTools(server).map(({ server: _, more: __, ...definition }) => JSON.stringify(definition)));
}

/** What the gateway's own definitions cost. */
export async function tokensOfGateway(codemode: Codemode): Promise<number> {
  const tools = gatewayTools(codemode.registry.listServers().map(({ name }) => name));
  return sum([...tools.map((tool) => JSON.stringify(tool)), await codemode.pinnedTools()]);
}

function sum(texts: readonly string[]): number {
  return texts.reduce((total, text) => total + estimateTokens(text), 0);
}
