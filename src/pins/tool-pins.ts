import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ServerConfig } from "../config/config.ts";
import { StateFile } from "../files/state-file.ts";
import type { HeldTool, ToolAdmission } from "../registry/tool-admission.ts";
import type { JsonSchema, Tool } from "../registry/tool.ts";
import { pinHash, pinnedDefinition, type PinnedDefinition } from "./pinned-definition.ts";
import { serverIdentity } from "./server-identity.ts";

// Lists of pairs, as a server may call its tools `__proto__`.
const schema = z.object({
  /** The config whose servers these are. */
  config: z.string(),
  servers: z.array(
    z.tuple([
      z.string(),
      z.object({
        identity: z.string(),
        tools: z.array(
          z.tuple([
            z.string(),
            z.object({
              hash: z.string(),
              definition: z.object({
                description: z.string(),
                inputSchema: z.custom<JsonSchema>(),
                outputSchema: z.custom<JsonSchema>().optional(),
                annotations: z.record(z.string(), z.unknown()),
              }),
            }),
          ]),
        ),
      }),
    ]),
  ),
});

type Pins = z.infer<typeof schema>;

interface PinnedServer {
  readonly identity: string;
  readonly tools: ReadonlyMap<string, { readonly hash: string; readonly definition: PinnedDefinition }>;
}

/** A change that waits to be looked at: a tool as it was pinned, where it was, and as its server has it now. */
export interface PinnedChange {
  readonly server: string;
  readonly tool: string;
  readonly why: string;
  readonly before: PinnedDefinition | undefined;
  readonly now: PinnedDefinition;
}

/**
 * Remembers the definition of every tool from when it was first seen. One that has changed since, or whose server is another program or
 * address under the same name, is held until somebody has accepted it.
 */
export class ToolPins implements ToolAdmission {
  readonly #file: StateFile<Pins>;

  /** @param config the config whose servers these are; each has pins of its own */
  constructor(folder: string, config: string) {
    const name = createHash("sha256").update(config).digest("hex").slice(0, 32);
    this.#file = new StateFile(join(folder, name), { what: `the pins of the tools of ${config}`, schema, empty: { config, servers: [] } });
  }

  async admit(
    server: string,
    config: ServerConfig,
    tools: readonly Tool[],
  ): Promise<{ readonly admitted: readonly Tool[]; readonly held: readonly HeldTool[] }> {
    const identity = serverIdentity(config);
    let known = toServers(await this.#file.read()).get(server);
    if (!known || (known.identity === identity && tools.some(({ name }) => !known?.tools.has(name)))) {
      // What was not seen before is taken as it is; another process may have been first.
      const pins = await this.#file.update((now) => withNew(now, server, identity, tools));
      known = toServers(pins).get(server) as PinnedServer;
    }
    const admitted: Tool[] = [];
    const held: HeldTool[] = [];
    for (const tool of tools) {
      const why = changeOf(tool, known, identity);
      if (why === undefined) admitted.push(tool);
      else held.push({ tool, why });
    }
    return { admitted, held };
  }

  async stamp(): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(this.#file.path);
      return `${ino} ${size} ${mtimeMs}`;
    } catch {
      return "";
    }
  }

  /** What was held, with how it was before. @throws CodemodeError `STATE_BROKEN` */
  async changes(held: readonly HeldTool[]): Promise<PinnedChange[]> {
    const servers = toServers(await this.#file.read());
    return held.map(({ tool, why }) => ({
      server: tool.server,
      tool: tool.name,
      why,
      before: servers.get(tool.server)?.tools.get(tool.name)?.definition,
      now: pinnedDefinition(tool),
    }));
  }

  /**
   * Pins tools as they are now. Of a server that is another one under its name, all tools that it has are to be given at once.
   * @throws CodemodeError `STATE_BROKEN`
   */
  async accept(server: string, config: ServerConfig, tools: readonly Tool[]): Promise<void> {
    const identity = serverIdentity(config);
    await this.#file.update((now) => {
      const servers = toServers(now);
      const known = servers.get(server);
      const kept = known?.identity === identity ? known.tools : [];
      servers.set(server, { identity, tools: new Map([...kept, ...tools.map(toPin)]) });
      return fromServers(now.config, servers);
    });
  }
}

function withNew(now: Pins, server: string, identity: string, tools: readonly Tool[]): Pins {
  const servers = toServers(now);
  const known = servers.get(server);
  if (known && known.identity !== identity) return now;
  servers.set(server, { identity, tools: new Map([...tools.map(toPin), ...(known?.tools ?? [])]) });
  return fromServers(now.config, servers);
}

function changeOf(tool: Tool, { identity, tools }: PinnedServer, identityNow: string): string | undefined {
  if (identity !== identityNow) return "its server is another program or address than when it was first used";
  const pinned = tools.get(tool.name);
  const now = pinnedDefinition(tool);
  if (pinned?.hash === pinHash(now)) return undefined;
  const changed = pinned ? changedParts(pinned.definition, now) : [];
  return `its server has changed its ${changed.join(", ") || "definition"} since it was first used`;
}

/** The names of the parts that differ. */
function changedParts(before: PinnedDefinition, now: PinnedDefinition): string[] {
  const parts = [
    ["description", "description"],
    ["inputSchema", "input schema"],
    ["outputSchema", "output schema"],
    ["annotations", "annotations"],
  ] as const;
  const blank = { description: "", inputSchema: {}, annotations: {} };
  return parts.flatMap(([part, name]) =>
    pinHash({ ...blank, [part]: before[part] }) === pinHash({ ...blank, [part]: now[part] }) ? [] : [name],
  );
}

function toPin(tool: Tool): [string, { hash: string; definition: PinnedDefinition }] {
  const definition = pinnedDefinition(tool);
  return [tool.name, { hash: pinHash(definition), definition }];
}

function toServers({ servers }: Pins): Map<string, PinnedServer> {
  return new Map(servers.map(([name, { identity, tools }]) => [name, { identity, tools: new Map(tools) }]));
}

function fromServers(config: string, servers: ReadonlyMap<string, PinnedServer>): Pins {
  return {
    config,
    servers: [...servers].map(([name, { identity, tools }]) => [
      name,
      { identity, tools: [...tools].map(([tool, { hash, definition }]) => [tool, { hash, definition: { ...definition } }]) },
    ]),
  };
}
