import { toolDeclaration, signature } from "./bindings/declarations.ts";
import { serverManifest } from "./bindings/manifest.ts";
import { generatedFiles } from "./bindings/module-files.ts";
import type { Config, SandboxConfig } from "./config/config.ts";
import { parseConfig } from "./config/load.ts";
import { CodemodeError } from "./errors.ts";
import { didYouMean } from "./closest-names.ts";
import { CodeModeExecutor, type ExecutorOptions } from "./executor/executor.ts";
import { ToolRegistry } from "./registry/registry.ts";
import type { JsonSchema, ServerStatus, Tool, ToolAnnotations } from "./registry/tool.ts";
import { ToolIndex } from "./search/tool-index.ts";
import { SkillManager } from "./skills/skill-manager.ts";

/** One line about a tool, as a search gives it. */
export interface ToolSummary {
  readonly server: string;
  readonly tool: string;
  /** The description's first line, at most 200 characters. */
  readonly description: string;
  /** How it is called in code, without docs. */
  readonly signature: string;
}

/** All that code needs to know of a tool. */
export interface ToolDetails {
  readonly server: string;
  readonly tool: string;
  /** Its name in code. */
  readonly identifier: string;
  /** The line that imports it. */
  readonly import: string;
  readonly description: string;
  /** TypeScript, with docs. */
  readonly declaration: string;
  readonly input_schema: JsonSchema;
  readonly output_schema?: JsonSchema;
  readonly annotations: ToolAnnotations;
}

export interface CodemodeOptions {
  /** Servers by name, entries as in `mcpServers`. @default {} */
  readonly servers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** A configuration from `loadConfig()`; `servers` are added to it. */
  readonly config?: Config;
  /** Folders with skills, before those of the config. @default [] */
  readonly skills?: readonly string[];
  readonly executor?: Omit<ExecutorOptions, "skills" | "questions">;
  /** Told when a server changes its state or its tools. */
  readonly onServerChange?: (status: ServerStatus) => void;
}

/** Everything wired together: what the gateway, the command line and programs work with. */
export interface Codemode extends AsyncDisposable {
  readonly registry: ToolRegistry;
  readonly executor: CodeModeExecutor;
  readonly skills: SkillManager;
  /** The tools that fit a query, best first. @throws CodemodeError `SERVER_UNKNOWN` */
  searchTools(query: string, options?: { readonly limit?: number; readonly server?: string }): ToolSummary[];
  /** One tool by `server.tool`, in original names or identifiers. @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN` */
  describeTool(name: string): ToolDetails;
  /** The bindings as files, by path. */
  generateFiles(): Map<string, string>;
}

/** The config's names for what the executor takes. */
function executorOptions(sandbox: SandboxConfig): ExecutorOptions {
  const { driver, outerWall, maxSessions, sessionIdleMs, timeoutMs, totalTimeoutMs, ...sizes } = sandbox;
  return {
    ...(driver === undefined ? {} : { driver }),
    ...(outerWall === undefined ? {} : { outerWall }),
    ...(maxSessions === undefined ? {} : { maxSessions }),
    ...(sessionIdleMs === undefined ? {} : { sessionIdleMs }),
    limits: {
      ...sizes,
      ...(timeoutMs === undefined ? {} : { guestTimeMs: timeoutMs }),
      ...(totalTimeoutMs === undefined ? {} : { totalTimeMs: totalTimeoutMs }),
    },
  };
}

/**
 * Wires the parts and starts to connect to the servers; `registry.discoverAll()` waits for them.
 * @throws CodemodeError `CONFIG_INVALID`, `CONFIG_VARIABLE_MISSING`, `SERVER_EXISTS`, `USAGE`
 */
export function createCodemode(options: CodemodeOptions = {}): Codemode {
  const given = parseConfig({ mcpServers: options.servers ?? {} });
  const registry = new ToolRegistry({
    onChange: (name) => {
      const status = registry.listServers().find((server) => server.name === name);
      if (status) options.onServerChange?.(status);
    },
  });
  const skills = new SkillManager([...(options.skills ?? []), ...(options.config?.skills ?? [])]);
  const configured = executorOptions(options.config?.sandbox ?? {});
  const executor = new CodeModeExecutor(registry, {
    ...configured,
    ...options.executor,
    limits: { ...configured.limits, ...options.executor?.limits },
    skills,
    questions: { search: (query) => searchTools(query), describe: (name) => describeTool(name) },
  });
  for (const [name, config] of [...(options.config?.servers ?? []), ...given.servers]) registry.addServer(name, config);

  let index: ToolIndex | undefined;
  let indexedVersion = -1;
  function searchTools(query: string, { limit = 10, server }: { readonly limit?: number; readonly server?: string } = {}): ToolSummary[] {
    if (server !== undefined) registry.listTools(server);
    if (!index || indexedVersion !== registry.version) {
      indexedVersion = registry.version;
      index = new ToolIndex(registry.listTools());
    }
    const found = index.search(query, { limit, ...(server === undefined ? {} : { server }) });
    const names = new Map<string, ReturnType<typeof identifiers>>();
    return found.map(({ tool }) => {
      const known = names.get(tool.server) ?? identifiers(tool.server);
      names.set(tool.server, known);
      const [firstLine = ""] = tool.description.trim().split("\n");
      return {
        server: tool.server,
        tool: tool.name,
        description: firstLine.slice(0, 200),
        signature: signature(tool, known.get(tool.name) ?? tool.name),
      };
    });
  }

  function describeTool(name: string): ToolDetails {
    const tool = resolveTool(name);
    const identifier = identifiers(tool.server).get(tool.name) ?? tool.name;
    return {
      server: tool.server,
      tool: tool.name,
      identifier,
      import: `import { ${identifier} } from ${JSON.stringify(`generated/servers/${tool.server}`)};`,
      description: tool.description,
      declaration: toolDeclaration(tool, identifier),
      input_schema: tool.inputSchema,
      ...(tool.outputSchema === undefined ? {} : { output_schema: tool.outputSchema }),
      annotations: tool.annotations,
    };
  }

  /** Original names to identifiers. */
  function identifiers(server: string): Map<string, string> {
    return new Map(serverManifest(server, registry.listTools(server)).tools.map(([identifier, original]) => [original, identifier]));
  }

  /** Both halves may hold dots, so every split is tried. */
  function resolveTool(name: string): Tool {
    const servers = registry.listServers().map((server) => server.name);
    const matching = servers.filter((server) => name.startsWith(`${server}.`)).toSorted((a, b) => b.length - a.length);
    for (const server of matching) {
      const wanted = name.slice(server.length + 1);
      const byIdentifier = [...identifiers(server)].find(([, identifier]) => identifier === wanted)?.[0];
      const tool = registry.listTools(server).find((each) => each.name === wanted || each.name === byIdentifier);
      if (tool) return tool;
    }
    const [server] = matching;
    if (server !== undefined) return registry.getTool(server, name.slice(server.length + 1));
    const everyName = registry.listTools().map((tool) => `${tool.server}.${tool.name}`);
    const code = name.includes(".") ? "SERVER_UNKNOWN" : "TOOL_UNKNOWN";
    throw new CodemodeError(
      code,
      `There is no tool "${name}". Write "server.tool".${didYouMean(name, everyName)} Servers: ${servers.join(", ") || "none"}.`,
    );
  }

  return {
    registry,
    executor,
    skills,
    searchTools,
    describeTool,
    generateFiles: () => generatedFiles(new Map(registry.listServers().map(({ name }) => [name, registry.listTools(name)]))),
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
    },
  };
}
