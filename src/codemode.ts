import { AuditLog, type AuditOptions } from "./audit/audit-log.ts";
import { generatedFiles, type ModuleFilesOptions } from "./bindings/module-files.ts";
import { Catalogue } from "./catalogue/catalogue.ts";
import type { SearchHooks } from "./catalogue/hooks.ts";
import type { Detail } from "./bindings/doc-lines.ts";
import type { Config } from "./config/config.ts";
import { parseConfig } from "./config/load.ts";
import { ToolDescriber, type ToolDetails } from "./describe-tools.ts";
import type { BeforeCall } from "./executor/call-gate.ts";
import { directCall } from "./executor/direct-call.ts";
import { CodeModeExecutor } from "./executor/executor.ts";
import type { ExecutorOptions } from "./executor/executor-options.ts";
import { toAll, type TraceSink } from "./executor/trace.ts";
import { ToolFinder, type FoundTools, type SearchToolsOptions, type ServerSummary } from "./find-tools.ts";
import { Metrics } from "./metrics/metrics.ts";
import { pinnedTools } from "./pinned-tools.ts";
import { ToolRegistry } from "./registry/registry.ts";
import type { ServerStatus } from "./registry/tool.ts";
import { ResultShapes, type ResultShapesOptions } from "./result-shapes/result-shapes.ts";
import { resolveLimits } from "./sandbox/limits.ts";
import { RecentExecutions } from "./recent-executions.ts";
import { saveSkill, type SaveSkillRequest } from "./save-skill.ts";
import { SkillStatus, type ListedSkill } from "./skill-status.ts";
import { testSkill, type CaseReport } from "./test-skill.ts";
import { Telemetry, type TelemetryOptions } from "./telemetry/telemetry.ts";
import { matchesTool } from "./tool-patterns.ts";
import { trySkill } from "./try-skill.ts";
import type { FoundSkills } from "./skills/skill-folder.ts";
import { SkillManager } from "./skills/skill-manager.ts";
import type { Skill } from "./skills/skill.ts";

export { isGenerated } from "./bindings/module-files.ts";

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
  /** Where what executions and calls do is written down, in a chain of records; `false` for nowhere. @default as the config says */
  readonly audit?: AuditOptions | false;
  /** OpenTelemetry spans of executions and calls; `false` for none. @default as the config says */
  readonly telemetry?: TelemetryOptions | false;
  /** What searches use beside the words: an embedding model, a reranker. @default nothing */
  readonly search?: SearchHooks;
  /** Told when a server changes its state or its tools. */
  readonly onServerChange?: (status: ServerStatus) => void;
}

/** Everything wired together: what the gateway, the command line and programs work with. */
export interface Codemode extends AsyncDisposable {
  /** What it was made with; the parts given in code beside it are not in it. */
  readonly config: Config;
  readonly registry: ToolRegistry;
  readonly executor: CodeModeExecutor;
  readonly skills: SkillManager;
  /** Where it is kept. */
  readonly audit?: AuditLog;
  /** Counts of what is done; `metrics.text()` is for Prometheus. */
  readonly metrics: Metrics;
  /**
   * The tools and skills that fit a query, best first, after what has changed at the servers is known. Without words in the query the tools
   * as they are listed.
   * @throws CodemodeError `SERVER_UNKNOWN`
   */
  searchTools(query: string, options?: SearchToolsOptions): Promise<FoundTools>;
  /** Every server with the number of its tools. */
  listServers(): ServerSummary[];
  /** The declarations of pinned tools that fit in their budget, and the names of the others; empty where none is pinned. */
  pinnedTools(): Promise<string>;
  /**
   * One tool by `server.tool`, in original names or identifiers.
   * @param options.detail how much its declarations say; `"docs"` where it is absent
   * @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN`
   */
  describeTool(name: string, options?: { readonly detail?: Detail }): ToolDetails;
  /** Calls a tool outside the sandbox, through the same gate; its events go to the trace, under an execution id of its own. @throws ToolError */
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
 * @throws CodemodeError `CONFIG_INVALID`, `CONFIG_VARIABLE_MISSING`, `SERVER_EXISTS`, `TELEMETRY_MISSING`, `USAGE`
 */
export function createCodemode(options: CodemodeOptions = {}): Codemode {
  const given = parseConfig({ mcpServers: options.servers ?? {} });
  const remembered = options.resultShapes ?? options.config?.resultShapes ?? {};
  const shapes = remembered === false ? undefined : new ResultShapes(remembered);
  const marks = (options.config ?? given).tools;
  const isHidden = matchesTool(marks.hidden);
  const registry = new ToolRegistry({
    ...(shapes ? { results: shapes } : {}),
    hides: isHidden,
    onChange: (name) => {
      catalogue.serverChanged(name);
      const status = registry.listServers().find((server) => server.name === name);
      if (status) options.onServerChange?.(status);
    },
  });
  const skills = new SkillManager([...(options.skills ?? []), ...(options.config?.skills ?? [])]);
  const catalogue = new Catalogue(registry, skills, options.search);
  const describer = new ToolDescriber(registry, shapes);
  const finder = new ToolFinder(registry, catalogue, describer, matchesTool(marks.deferred));
  const recent = new RecentExecutions();
  const status = new SkillStatus(registry, skills);
  const configured = executorOptions(options.config ?? given);
  const audited = options.audit ?? options.config?.audit ?? false;
  const audit = audited === false ? undefined : new AuditLog(audited);
  const told = options.telemetry ?? (options.config?.telemetry.enabled ? options.config.telemetry : false);
  const telemetry =
    told === false ? undefined : new Telemetry(told, (name) => registry.listServers().find((server) => server.name === name));
  const beforeCall: BeforeCall = async (event) => {
    await audit?.beforeCall(event);
    return (await options.executor?.beforeCall?.(event)) ?? telemetry?.traceContextOf(event);
  };
  const usesSink: TraceSink = (event) => {
    // Who can't write the folder has no record of uses; the execution does not fail for it.
    if (event.kind === "skills-used")
      skills.uses?.add(event.uses.map(({ skill, ...use }) => ({ ...use, name: skill.slice("skills/".length) }))).catch(() => {});
  };
  const metrics = new Metrics({ load: () => executor.load, servers: () => registry.listServers() });
  const trace = toAll([recent.sink, audit?.sink, telemetry?.sink, metrics.sink, usesSink, options.executor?.trace]);
  const executor = new CodeModeExecutor(registry, {
    ...configured,
    ...options.executor,
    limits: { ...configured.limits, ...options.executor?.limits },
    python: { ...configured.python, ...options.executor?.python },
    ...(shapes ? { observed: shapes } : {}),
    skills,
    trace,
    beforeCall,
    questions: {
      search: async ({ query, ...narrowed }, language) => (await finder.search(query, { ...narrowed, language, onlyCode: true })).tools,
      describe: (name) => describer.details(name),
      servers: () => finder.servers(),
    },
  });
  for (const [name, config] of [...(options.config?.servers ?? []), ...given.servers]) {
    // Where all of a server is hidden, nobody needs it.
    if (!isHidden({ server: name, name: "" })) registry.addServer(name, config);
  }

  const call = directCall({
    registry,
    limits: resolveLimits(configured.limits ?? {}),
    trace,
    beforeCall,
  });

  return {
    config: options.config ?? given,
    registry,
    executor,
    skills,
    ...(audit ? { audit } : {}),
    metrics,
    searchTools: (query, searchOptions) => finder.search(query, searchOptions),
    listServers: () => finder.servers(),
    pinnedTools: () => pinnedTools(registry, describer, marks),
    describeTool: (name, { detail } = {}) => describer.details(name, detail),
    callTool: (server, tool, args, { signal = new AbortController().signal } = {}) => call({ server, tool, args, signal }),
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
        registry.listServers().map(({ name }) => ({ server: name, tools: [...describer.declared(name).values()] })),
        fileOptions,
      ),
    async [Symbol.asyncDispose]() {
      catalogue.stop();
      await executor[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      await audit?.[Symbol.asyncDispose]();
      await skills.uses?.flush();
      await shapes?.[Symbol.asyncDispose]();
    },
  };
}
