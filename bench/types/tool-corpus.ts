import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolRegistry, type Tool } from "mcp-codemode";
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
const lists = join(shared, "tool-lists");

/**
 * Tools of real servers: the lists of `../shared/data/tool-lists` and the 5,191 tools of the pool beside it; where these are not there, what
 * the servers that this package is developed with list now.
 */
export async function allServers(): Promise<CorpusServer[]> {
  return [...(await listedServers()), ...(existsSync(lists) ? pooledServers() : [])];
}

/** The same without the pool, whose schemas are short and have few descriptions. */
export async function listedServers(): Promise<CorpusServer[]> {
  if (!existsSync(lists)) return liveServers();
  return readdirSync(lists).map((file) => {
    const list = JSON.parse(readFileSync(join(lists, file), "utf8")) as {
      readonly package: string;
      readonly tools: readonly ListedTool[];
    };
    return { server: list.package, tools: list.tools.map((tool) => toTool(list.package, tool)) };
  });
}

function pooledServers(): CorpusServer[] {
  const servers = new Map<string, Tool[]>();
  for (const line of readFileSync(join(shared, "search/toucan_pool/tools.jsonl"), "utf8").trim().split("\n")) {
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
  return [...servers].map(([server, tools]) => ({ server, tools }));
}

async function liveServers(): Promise<CorpusServer[]> {
  await using registry = new ToolRegistry();
  for (const name of ["everything", "filesystem", "memory"]) {
    const entry = inPackage(`node_modules/@modelcontextprotocol/server-${name}/dist/index.js`);
    registry.addServer(name, { command: process.execPath, args: name === "filesystem" ? [entry, inPackage("examples")] : [entry] });
  }
  await registry.discoverAll();
  return registry.listServers().map(({ name }) => ({ server: name, tools: registry.listTools(name) }));
}

function toTool(server: string, { name, description = "", inputSchema = {}, outputSchema }: ListedTool): Tool {
  return { server, name, description, inputSchema, ...(outputSchema === undefined ? {} : { outputSchema }), annotations: {} };
}

/** The first 200 tools of different names, as a server that is large. */
export function bigServer(servers: readonly CorpusServer[]): readonly Tool[] {
  const byName = new Map<string, Tool>();
  for (const tool of servers.flatMap(({ tools }) => tools)) if (!byName.has(tool.name)) byName.set(tool.name, tool);
  return [...byName.values()].slice(0, 200);
}
