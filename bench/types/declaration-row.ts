import { declareTools, serverDeclaration } from "mcp-codemode";
import { timeOf, type Plan } from "../measure.ts";
import type { CorpusServer } from "./tool-corpus.ts";

/** The declarations of the first 1,000 tools of real servers, server by server. */
export function declarationRow(servers: readonly CorpusServer[]): Plan {
  const chosen: CorpusServer[] = [];
  let count = 0;
  for (const server of servers) {
    const tools = server.tools.slice(0, 1_000 - count);
    if (tools.length > 0) chosen.push({ ...server, tools });
    count += tools.length;
  }
  return {
    what: `declarations of ${count} tools`,
    runs: 20,
    sample: () => timeOf(() => chosen.forEach(({ tools }) => serverDeclaration(declareTools(tools)))),
    target: { kind: "median", atMost: 100 },
  };
}
