import { declareTools, type DeclaredTool } from "./bindings/declared-tool.ts";
import { assignIdentifiers } from "./bindings/names.ts";
import { generatedFiles, type ModuleFilesOptions } from "./bindings/module-files.ts";
import { toolStub } from "./bindings/python/stubs.ts";
import { signature, toolDeclaration } from "./bindings/typescript/declarations.ts";
import type { Detail } from "./bindings/doc-lines.ts";
import type { Config } from "./config/config.ts";
import { parseConfig } from "./config/load.ts";
import { CodemodeError } from "./errors.ts";
import { didYouMean } from "./closest-names.ts";
import { createCallGate } from "./executor/call-gate.ts";
import { CodeModeExecutor } from "./executor/executor.ts";
import type { ExecutorOptions } from "./executor/executor-options.ts";
import { ToolRegistry } from "./registry/registry.ts";
import type { JsonSchema, ServerStatus, ToolAnnotations } from "./registry/tool.ts";
import { ResultShapes, type ResultShapesOptions } from "./result-shapes/result-shapes.ts";
import { resolveLimits } from "./sandbox/limits.ts";
import { ToolIndex } from "./search/tool-index.ts";
import { RecentExecutions } from "./recent-executions.ts";
import { saveSkill, type SaveSkillRequest } from "./save-skill.ts";
import { SkillStatus, type ListedSkill } from "./skill-status.ts";
import { testSkill, type CaseReport } from "./test-skill.ts";
import { trySkill } from "./try-skill.ts";
import type { FoundSkills } from "./skills/skill-folder.ts";
import { SkillManager } from "./skills/skill-manager.ts";
import type { Skill } from "./skills/skill.ts";

export { isGenerated } from "./bindings/module-files.ts";

/** One line about a tool, as a search gives it. */
export interface ToolSummary {
  readonly server: string;
  readonly tool: string;
  /** The description's first line, at most 200 characters. */
  readonly description: string;
  /** How it is called in code, without docs. */
  readonly signature: string;
  /** Where it is no tool but a skill, among what programs find: what they import. */
  readonly skill?: string;
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
  /** The same two for Python. */
  readonly python_import: string;
  readonly python: string;
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
  /**
   * Whether the shapes of results are learned where a tool promises none, and where they are kept.
   * @default as the config says; without one they are learned and last as long as this process
   */
  readonly resultShapes?: ResultShapesOptions | false;
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
  /**
   * One tool by `server.tool`, in original names or identifiers.
   * @param options.detail how much its declarations say; `"docs"` where it is absent
   * @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN`
   */
  describeTool(name: string, options?: { readonly detail?: Detail }): ToolDetails;
  /** Calls a tool outside the sandbox, through the same gate. @throws ToolError */
  callTool(server: string, tool: string, args: unknown, options?: { readonly signal?: AbortSignal }): Promise<unknown>;
  /**
   * Skills that fit a query, ranked as tools are; all by name where it is empty.
   * @param options.tags only skills that have all of them
   */
  listSkills(options?: { readonly query?: string; readonly tags?: readonly string[] }): Promise<ListedSkills>;
  /**
   * Plays the cases of a skill again without servers, after its code was tried as before it is saved.
   * @throws CodemodeError `MODULE_UNKNOWN`, `SKILL_INVALID`
   */
  testSkill(name: string, options?: { readonly signal?: AbortSignal }): Promise<CaseReport[]>;
  /** Tries code in the sandbox and saves it as a skill. @throws CodemodeError `SKILL_INVALID`, `SKILL_EXISTS`, `USAGE` */
  saveSkill(request: SaveSkillRequest): Promise<Skill>;
  /** The bindings as files, by path. */
  generateFiles(options?: ModuleFilesOptions): Map<string, string>;
}

/** How many skills stand behind the tools that a search finds. */
const MAX_SKILLS_FOUND = 3;

/** Skills with what is known of them, and what should be one and is none. */
export interface ListedSkills {
  readonly skills: readonly ListedSkill[];
  readonly problems: FoundSkills["problems"];
}

/** The config's names for what the executor takes. */
function executorOptions({ sandbox, python, check }: Config): ExecutorOptions {
  const { driver, outerWall, maxSessions, sessionIdleMs, timeoutMs, totalTimeoutMs, ...sizes } = sandbox;
  const { packages, ...pythonRest } = python;
  return {
    ...(check === undefined ? {} : { check }),
    python: { ...pythonRest, wheels: packages },
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
  const remembered = options.resultShapes ?? options.config?.resultShapes ?? {};
  const shapes = remembered === false ? undefined : new ResultShapes(remembered);
  const registry = new ToolRegistry({
    ...(shapes ? { results: shapes } : {}),
    onChange: (name) => {
      const status = registry.listServers().find((server) => server.name === name);
      if (status) options.onServerChange?.(status);
    },
  });
  const skills = new SkillManager([...(options.skills ?? []), ...(options.config?.skills ?? [])]);
  const recent = new RecentExecutions();
  const status = new SkillStatus(registry, skills);
  const configured = executorOptions(options.config ?? given);
  const executor = new CodeModeExecutor(registry, {
    ...configured,
    ...options.executor,
    limits: { ...configured.limits, ...options.executor?.limits },
    python: { ...configured.python, ...options.executor?.python },
    ...(shapes ? { observed: shapes } : {}),
    skills,
    trace(event) {
      recent.sink(event);
      // Who can't write the folder has no record of uses; the execution does not fail for it.
      if (event.kind === "skills-used")
        skills.uses?.add(event.uses.map(({ skill, ...use }) => ({ ...use, name: skill.slice("skills/".length) }))).catch(() => {});
      options.executor?.trace?.(event);
    },
    questions: { search: (query) => searchToolsAndSkills(query), describe: (name) => describeTool(name) },
  });
  for (const [name, config] of [...(options.config?.servers ?? []), ...given.servers]) registry.addServer(name, config);

  const gate = createCallGate({
    registry,
    limits: { ...resolveLimits(configured.limits ?? {}), maxCalls: Infinity },
    emit: () => {},
    now: () => performance.now(),
  });

  let index: ToolIndex | undefined;
  let indexedVersion = -1;
  function searchTools(query: string, { limit = 10, server }: { readonly limit?: number; readonly server?: string } = {}): ToolSummary[] {
    if (server !== undefined) registry.listTools(server);
    if (!index || indexedVersion !== registry.version) {
      indexedVersion = registry.version;
      index = new ToolIndex(registry.listTools());
    }
    const found = index.search(query, { limit, ...(server === undefined ? {} : { server }) });
    const declared = new Map<string, Map<string, DeclaredTool>>();
    return found.map(({ tool }) => {
      const known = declared.get(tool.server) ?? declaredTools(tool.server);
      declared.set(tool.server, known);
      const [firstLine = ""] = tool.description.trim().split("\n");
      return {
        server: tool.server,
        tool: tool.name,
        description: firstLine.slice(0, 200),
        signature: signature(known.get(tool.name) as DeclaredTool),
      };
    });
  }

  /** For programs: skills stand behind the tools, and look like them. */
  async function searchToolsAndSkills(query: string): Promise<ToolSummary[]> {
    const found = searchTools(query);
    if (query.trim() === "") return found;
    const fitting = (await skills.search(query)).skills.filter(({ language }) => language !== undefined);
    return [
      ...found,
      ...fitting.slice(0, MAX_SKILLS_FOUND).map(({ name, description, functions }) => ({
        server: "skills",
        tool: name,
        description: (description.split("\n")[0] ?? "").slice(0, 200),
        signature: functions.map(({ signature: each }) => each).join("\n"),
        skill: `skills/${name}`,
      })),
    ];
  }

  function describeTool(name: string, { detail = "docs" }: { readonly detail?: Detail } = {}): ToolDetails {
    const declared = resolveTool(name);
    const { tool, identifier } = declared;
    return {
      server: tool.server,
      tool: tool.name,
      identifier,
      import: `import { ${identifier} } from ${JSON.stringify(`generated/servers/${tool.server}`)};`,
      description: tool.description,
      declaration: toolDeclaration(declared, { detail }),
      python_import: `from generated.servers.${pythonModule(tool.server)} import ${identifier}`,
      python: toolStub(declared, detail),
      input_schema: tool.inputSchema,
      ...(tool.outputSchema === undefined ? {} : { output_schema: tool.outputSchema }),
      annotations: tool.annotations,
    };
  }

  function pythonModule(server: string): string {
    return assignIdentifiers(registry.listServers().map(({ name }) => name)).get(server) as string;
  }

  /** A server's tools by their own names, as they are declared. */
  function declaredTools(server: string): Map<string, DeclaredTool> {
    const declared = declareTools(registry.listTools(server), (tool) => shapes?.observed(tool));
    return new Map(declared.map((each) => [each.tool.name, each]));
  }

  /** Both halves may hold dots, so every split is tried. */
  function resolveTool(name: string): DeclaredTool {
    const servers = registry.listServers().map((server) => server.name);
    const matching = servers.filter((server) => name.startsWith(`${server}.`)).toSorted((a, b) => b.length - a.length);
    for (const server of matching) {
      const wanted = name.slice(server.length + 1);
      const declared = declaredTools(server);
      const found = declared.get(wanted) ?? [...declared.values()].find(({ identifier }) => identifier === wanted);
      if (found) return found;
    }
    const [server] = matching;
    // It has no such tool, and says which are near.
    if (server !== undefined) registry.getTool(server, name.slice(server.length + 1));
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
    callTool: (server, tool, args, { signal = new AbortController().signal } = {}) => gate({ server, tool, args, signal }),
    async listSkills({ query = "", tags = [] } = {}) {
      const found = await skills.search(query, { tags });
      return { ...found, skills: status.of(found.skills) };
    },
    async testSkill(name, { signal } = {}) {
      const { language, code, name: module } = await skills.get(name);
      if (language !== undefined) await trySkill({ name: module, code, language }, { executor, skills });
      return testSkill(name, { executor, skills, ...(signal ? { signal } : {}) });
    },
    saveSkill: (request) =>
      saveSkill(request, { executor, skills, recent, digestTools: (code, language) => status.digests(code, language) }),
    generateFiles: (fileOptions) =>
      generatedFiles(
        registry.listServers().map(({ name }) => ({ server: name, tools: [...declaredTools(name).values()] })),
        fileOptions,
      ),
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      await skills.uses?.flush();
      await shapes?.[Symbol.asyncDispose]();
    },
  };
}
