import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tool } from "mcp-codemode";
import { inPackage } from "../paths.ts";

/** The tools of one server, as it lists them. */
export interface CorpusServer {
  readonly server: string;
  readonly tools: readonly Tool[];
}

interface ListedTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: Tool["inputSchema"];
  readonly outputSchema?: Tool["inputSchema"];
}

const shared = inPackage("../shared/data");

/** The lists of real servers: those of `../shared/data/tool-lists` where it is there, else the ones that are committed. */
export function listedServers(): CorpusServer[] {
  const folder = existsSync(join(shared, "tool-lists")) ? join(shared, "tool-lists") : inPackage("bench/types/tool-lists");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const list = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
        readonly package: string;
        readonly tools: readonly ListedTool[];
      };
      return { server: list.package, tools: list.tools.map((tool) => toTool(list.package, tool)) };
    });
}

/** {@link listedServers}, and the 5,191 tools of the pool beside it where it is there. */
export function allServers(): CorpusServer[] {
  const pool = join(shared, "search/toucan_pool/tools.jsonl");
  if (!existsSync(pool)) return listedServers();
  const servers = new Map<string, Tool[]>();
  for (const line of readFileSync(pool, "utf8").trim().split("\n")) {
    const { server, name, description, schema } = JSON.parse(line) as ListedTool & {
      readonly server: string;
      readonly schema?: Tool["inputSchema"];
    };
    // The pool has servers of one name; a server has one tool of a name.
    let owner = server;
    while (servers.get(owner)?.some((tool) => tool.name === name)) owner += " (another)";
    const tools = servers.get(owner) ?? [];
    servers.set(owner, tools);
    tools.push(toTool(owner, { name, description: description ?? "", inputSchema: schema ?? {} }));
  }
  return [...listedServers(), ...[...servers].map(([server, tools]) => ({ server, tools }))];
}

function toTool(server: string, { name, description = "", inputSchema = {}, outputSchema }: ListedTool): Tool {
  return { server, name, description, inputSchema, ...(outputSchema === undefined ? {} : { outputSchema }), annotations: {} };
}
