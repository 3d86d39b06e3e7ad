import { Access } from "./access.ts";
import { AuditLog, type AuditOptions } from "./audit/audit-log.ts";
import { generatedFiles, type ModuleFilesOptions } from "./bindings/module-files.ts";
import { Catalogue } from "./catalogue/catalogue.ts";
import type { SearchHooks } from "./catalogue/hooks.ts";
import type { Detail } from "./bindings/doc-lines.ts";
import type { Config } from "./config/config.ts";
import { parseConfig } from "./config/load.ts";
import type { PolicySection } from "./config/schema.ts";
import { ToolDescriber, type ToolDetails } from "./describe-tools.ts";
import { CodemodeError } from "./errors.ts";
import type { BeforeCall, GatedCall } from "./executor/call-gate.ts";
import type { Caller } from "./executor/caller.ts";
import { directCall, type DirectOptions } from "./executor/direct-call.ts";
import { CodeModeExecutor } from "./executor/executor.ts";
import type { ExecutorOptions } from "./executor/executor-options.ts";
import { toAll, type TraceSink } from "./executor/trace.ts";
import { ToolFinder, type FoundTools, type SearchToolsOptions, type ServerSummary } from "./find-tools.ts";
import { ResourceFinder } from "./find-resources.ts";
import { HandleStore, type Kept } from "./handles/handle-store.ts";
import { Metrics } from "./metrics/metrics.ts";
import { ToolPins } from "./pins/tool-pins.ts";
import { pinnedTools } from "./pinned-tools.ts";
import { alwaysFile } from "./policy/always-file.ts";
import { Guards } from "./policy/guards.ts";
import { Policy } from "./policy/policy.ts";
import { toTarget } from "./policy/rule.ts";
import { ToolRegistry } from "./registry/registry.ts";
import type { ServerStatus } from "./registry/tool.ts";
import { ResultShapes, type ResultShapesOptions } from "./result-shapes/result-shapes.ts";
import { resolveLimits } from "./sandbox/limits.ts";
import { RecentExecutions } from "./recent-executions.ts";
import { RunningExecution, type RunningExecutionOptions } from "./running/running-execution.ts";
import { WorkStore } from "./running/work-store.ts";
import { saveSkill, type SaveSkillRequest } from "./save-skill.ts";
import { SkillStatus, type ListedSkill } from "./skill-status.ts";
import { testSkill, type CaseReport } from "./test-skill.ts";
import { Telemetry, type TelemetryOptions } from "./telemetry/telemetry.ts";
import { keptSignIns } from "./sign-in/kept-sign-in.ts";
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
  readonly executor?: Omit<ExecutorOptions, "skills" | "questions" | "guard">;
  /** What may happen; a `codemode.policy` as configs have it. @default as the config says */
  readonly policy?: PolicySection;
  /**
   * Whether the shapes of results are learned where a tool promises none, and where they are kept.
   * @default as the config says; without one they are learned and last as long as this process
   */
  readonly resultShapes?: ResultShapesOptions | false;
  /** Where what executions and calls do is written down, in a chain of records; `false` for nowhere. @default as the config says */
  readonly audit?: AuditOptions | false;
  /** Where the definitions of tools are pinned; `false` for nowhere. @default as the config says; without a config file nowhere */
  readonly pins?: { readonly folder: string } | false;
  /** OpenTelemetry spans of executions and calls; `false` for none. @default as the config says */
  readonly telemetry?: TelemetryOptions | false;
  /** What searches use beside the words: an embedding model, a reranker. @default nothing */
  readonly search?: SearchHooks;
  /** Told when a server changes its state or its tools. */
  readonly onServerChange?: (status: ServerStatus) => void;
}

/** What has changed at a server: its state and its tools, or another of its lists. */
export interface ServerChange {
  readonly server: string;
  readonly what: "tools" | "resources" | "prompts";
}

/** Everything wired together: what the gateway, the command line and programs work with. */
export interface Codemode extends AsyncDisposable {
  /** What it was made with; the parts given in code beside it are not in it. */
  readonly config: Config;
  readonly registry: ToolRegistry;
  /** Where the definitions of tools are pinned, if they are. */
  readonly pins?: ToolPins;
  readonly executor: CodeModeExecutor;
  readonly skills: SkillManager;
  /** What was too big for answers. */
  readonly handles: HandleStore;
  /** Starts an execution that requests leave and come back to; `running` keeps it. */
  start(code: string, options: RunningExecutionOptions): RunningExecution;
  /** Executions that were started and whose results were not told yet. */
  readonly running: WorkStore<RunningExecution>;
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
  listServers(options?: ForCaller): ServerSummary[];
  /** The declarations of pinned tools that fit in their budget, and the names of the others; empty where none is pinned. */
  pinnedTools(options?: ForCaller): Promise<string>;
  /** What callers get to know of, and by which way. */
  readonly access: Access;
  /**
   * One tool by `server.tool`, in original names or identifiers.
   * @param options.detail how much its declarations say; `"docs"` where it is absent
   * @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN`, `POLICY_DENIED`
   */
  describeTool(name: string, options?: ForCaller & { readonly detail?: Detail }): ToolDetails;
  /** Calls a tool outside the sandbox, through the same gate; its events go to the trace, under an execution id of its own. @throws ToolError */
  callTool(server: string, tool: string, args: unknown, options?: CallAsIsOptions): Promise<unknown>;
  /**
   * A call whose answer comes as the server gave it: of a tool a `CallToolResult`, also one with `isError`; of a resource a
   * `ReadResourceResult`, of a prompt a `GetPromptResult`. It passes the same gate. @throws ToolError
   */
  callAsIs(call: Omit<GatedCall, "signal" | "asIs">, options?: CallAsIsOptions): Promise<unknown>;
  /** Tells what changes at servers until what it returns is called. */
  onChange(listener: (change: ServerChange) => void): () => void;
  /**
   * The server that has a resource or a prompt.
   * @param among only these servers count
   * @throws CodemodeError `RESOURCE_UNKNOWN`, `PROMPT_UNKNOWN`, `USAGE` where several have it
   */
  serverOf(target: "resource" | "prompt", name: string, among?: readonly string[]): Promise<string>;
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

/** Who asks; what they are denied they are not told of. @default nobody in particular */
export interface ForCaller {
  readonly caller?: Caller | undefined;
}

export interface CallAsIsOptions extends DirectOptions {
  readonly signal?: AbortSignal;
}

/** Skills with what is known of them, and what should be one and is none. */
export interface ListedSkills {
  readonly skills: readonly ListedSkill[];
  readonly problems: FoundSkills["problems"];
}

/** What is kept under a handle, as a program gets it: bytes are a resource with a blob. */
function valueOf(kept: Kept, uri: string): unknown {
  if (kept.kind === "json") return kept.value;
  if (kept.kind === "text") return kept.text;
  return { type: "resource", resource: { uri, mimeType: kept.mimeType, blob: kept.base64 } };
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
  const given = parseConfig({ mcpServers: options.servers ?? {}, codemode: options.policy ? { policy: options.policy } : {} });
  const { access: ways, file } = options.config ?? given;
  const policy = new Policy((options.policy ? given : (options.config ?? given)).policy);
  const access = new Access(policy, ways);
  // Rules that were given in code are nowhere to be written.
  const guards = new Guards(policy, access, file === undefined || options.policy ? undefined : alwaysFile(file));
  const remembered = options.resultShapes ?? options.config?.resultShapes ?? {};
  const shapes = remembered === false ? undefined : new ResultShapes(remembered);
  const marks = (options.config ?? given).tools;
  const isHidden = matchesTool(marks.hidden);
  const listeners = new Set<(change: ServerChange) => void>();
  const changed = (change: ServerChange): void => {
    for (const listener of listeners) listener(change);
  };
  const pinned = options.pins ?? (file === undefined ? false : (options.config?.pins ?? false));
  const pins = pinned === false ? undefined : new ToolPins(pinned.folder, file ?? "");
  const registry = new ToolRegistry({
    ...(pins ? { admission: pins } : {}),
    ...(shapes ? { results: shapes } : {}),
    hides: isHidden,
    signIn: keptSignIns((options.config ?? given).signIn),
    onListChanged: (server, what) => changed({ server, what }),
    onChange: (name) => {
      catalogue.serverChanged(name);
      changed({ server: name, what: "tools" });
      const status = registry.listServers().find((server) => server.name === name);
      if (status) options.onServerChange?.(status);
    },
  });
  const skills = new SkillManager([...(options.skills ?? []), ...(options.config?.skills ?? [])]);
  const catalogue = new Catalogue(registry, skills, options.search);
  const describer = new ToolDescriber(registry, shapes);
  const finder = new ToolFinder(registry, catalogue, describer, access, matchesTool(marks.deferred));
  const describe = (name: string, { caller, detail }: ForCaller & { readonly detail?: Detail } = {}): ToolDetails => {
    const { server, name: tool, annotations } = describer.resolve(name).tool;
    if (access.hides({ server, name: tool, annotations }, caller))
      throw new CodemodeError("POLICY_DENIED", `The policy denies ${server}.${tool}. Do it another way, or ask the user to change that.`);
    return describer.details(name, detail);
  };
  const resources = new ResourceFinder(registry);
  const handles = new HandleStore();
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
    guard: guards.of,
    beforeCall,
    questions: {
      search: async ({ query, ...narrowed }, asking) => (await finder.search(query, { ...narrowed, ...asking, onlyCode: true })).tools,
      describe: (name, caller) => describe(name, { caller }),
      servers: (caller) => finder.servers(caller),
      list: async (question, caller) =>
        (await resources.list(question)).filter((entry) => {
          const [kind, name] =
            question.what === "prompts"
              ? (["prompt", entry.name] as const)
              : (["resource", String(entry.uri ?? entry.uriTemplate)] as const);
          return !access.hides(toTarget(entry.server, kind, name), caller);
        }),
      serverOf: (target, name) => resources.serverOf(target, name),
      load(handle, owner, session) {
        const value = valueOf(handles.load(handle, owner), handle);
        if (handles.isPrivate(handle)) guards.memory(session).privateFrom ??= handle;
        return value;
      },
    },
  });
  for (const [name, config] of [...(options.config?.servers ?? []), ...given.servers]) {
    // Where all of a server is hidden, nobody needs it.
    if (!isHidden({ server: name, name: "" })) registry.addServer(name, config);
  }

  const running = new WorkStore<RunningExecution>();
  const call = directCall({
    registry,
    limits: resolveLimits(configured.limits ?? {}),
    trace,
    guard: guards.of,
    beforeCall,
  });

  return {
    config: options.config ?? given,
    registry,
    ...(pins ? { pins } : {}),
    executor,
    skills,
    handles,
    running,
    start: (code, startOptions) => running.add(new RunningExecution(executor, code, startOptions)),
    callAsIs: (asked, { signal = new AbortController().signal, ...more } = {}) => call({ ...asked, signal, asIs: true }, more),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    serverOf: (target, name, among) => resources.serverOf(target, name, among),
    ...(audit ? { audit } : {}),
    metrics,
    searchTools: (query, searchOptions) => finder.search(query, searchOptions),
    listServers: ({ caller } = {}) => finder.servers(caller),
    pinnedTools: ({ caller } = {}) => pinnedTools(registry, describer, marks, (tool) => access.hides(tool, caller)),
    access,
    describeTool: describe,
    callTool: (server, tool, args, { signal = new AbortController().signal, ...more } = {}) => call({ server, tool, args, signal }, more),
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
        registry.listServers().map(({ name }) => ({
          server: name,
          tools: [...describer.declared(name).values()].filter(({ tool }) => !access.hides(tool, undefined)),
        })),
        fileOptions,
      ),
    async [Symbol.asyncDispose]() {
      catalogue.stop();
      running[Symbol.dispose]();
      await executor[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      await audit?.[Symbol.asyncDispose]();
      await skills.uses?.flush();
      await shapes?.[Symbol.asyncDispose]();
    },
  };
}
