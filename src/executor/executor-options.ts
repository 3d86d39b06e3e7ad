import type { Engine } from "../sandbox/drivers/engine-of.ts";
import type { Asker } from "../registry/asker.ts";
import type { DriverName } from "../sandbox/drivers/create-driver.ts";
import type { PythonDriverOptions } from "../sandbox/drivers/python/python.ts";
import type { SandboxDriver, Wall } from "../sandbox/driver.ts";
import type { Listed } from "../sandbox/messages.ts";
import type { Limits } from "../sandbox/limits.ts";
import type { OuterWall } from "../sandbox/outer-wall/outer-wall.ts";
import type { TraceContext } from "../trace-context.ts";
import type { BeforeCall, CallAnswers } from "./call-gate.ts";
import type { GuardOf } from "./call-guard.ts";
import type { Caller } from "./caller.ts";
import type { CheckMode } from "./check-program.ts";
import type { Language } from "./languages/language.ts";
import type { SkillSource } from "./modules/skill-source.ts";
import type { ObservedResults } from "./server-declarations.ts";
import type { TraceSink } from "./trace.ts";

export interface ExecutorOptions {
  /** The most that an execution may use; what is absent has its default. @default see {@link Limits} */
  readonly limits?: Partial<Limits>;
  /** How sandbox processes are made: by name, or a driver of your own. @default "auto": Deno where it is there, else QuickJS */
  readonly driver?: DriverName | SandboxDriver;
  /** Whether a wall of the operating system goes around each process of a named driver. @default "auto" */
  readonly outerWall?: OuterWall;
  /** How many sandbox processes wait ready. @default 1 */
  readonly warm?: number;
  /** How Python programs run. */
  readonly python?: PythonOptions;
  /** How many sessions may be open; the one unused for longest makes room. @default 16 */
  readonly maxSessions?: number;
  /** How many executions may wait for their turn; one more is refused with `BUSY`. @default 1_024 */
  readonly maxWaiting?: number;
  /** How long an unused session keeps its variables, in milliseconds. @default 600_000 */
  readonly sessionIdleMs?: number;
  /** Where `skills/<name>` is found. @default nowhere */
  readonly skills?: SkillSource;
  /**
   * What happens to programs with mistakes that types show before they run: `error` stops them before any call, `warn` lets them run and
   * says so, `off` does not look. @default "error"
   */
  readonly check?: CheckMode;
  /** What has been seen of results that no output schema promises; mistakes by these only warn. @default nothing */
  readonly observed?: ObservedResults;
  /** What `tools.search` and `tools.describe` in a program give. @default they fail */
  readonly questions?: Questions;
  /** Receives every event of every execution. */
  readonly trace?: TraceSink;
  /** Says which calls may happen, execution by execution. @default all may */
  readonly guard?: GuardOf;
  /** Awaited before each call that a server is asked for; what it throws refuses the call. */
  readonly beforeCall?: BeforeCall;
}

export interface PythonOptions extends Omit<PythonDriverOptions, "outerWall" | "sealed"> {
  /** A driver of your own. @default the package's */
  readonly driver?: SandboxDriver;
  /** How many Python processes wait ready, from the start on; 150 MiB each. @default 0 until the first Python program, then 1 */
  readonly warm?: number;
}

/** The answers to a program's questions about tools: JSON data, or a promise of it. */
export interface Questions {
  /** @param asking what the program is written in, and for whom it runs */
  search(question: SearchQuestion, asking: { readonly language: Language; readonly caller?: Caller }): unknown;
  describe(name: string, caller: Caller | undefined): unknown;
  servers(caller: Caller | undefined): unknown;
  /** What servers have besides tools. @default that fails */
  list?(question: ListQuestion, caller: Caller | undefined): unknown;
  /** The server that has a resource or a prompt. @default programs must name it @throws CodemodeError `SERVER_UNKNOWN`, `RESOURCE_UNKNOWN`, `PROMPT_UNKNOWN` */
  serverOf?(target: "resource" | "prompt", name: string): Promise<string>;
  /**
   * What is kept under a handle. @default nothing is
   * @param session the session that it comes into: always the same object
   * @throws CodemodeError `HANDLE_UNKNOWN`
   */
  load?(handle: string, owner: string | undefined, session: object): unknown;
}

/** What a program asks for with `resources.list`, `resources.templates` and `prompts.list`. */
export interface ListQuestion {
  readonly what: Listed;
  readonly server?: string;
  readonly query?: string;
}

/** What a program asks for with `tools.search(query, { server, limit, offset })`. */
export interface SearchQuestion {
  readonly query: string;
  readonly server?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/** What the machine offers to the sandbox. */
export interface SandboxReport {
  readonly driver: string;
  /** The program that guests run in. */
  readonly engine: Engine;
  readonly walls: readonly Wall[];
  /** From the command to the guest that is ready. */
  readonly startMs: number;
  /** A sentence for each wall or limit that is not there. */
  readonly missing: readonly string[];
}

/** How much there is at the moment. */
export interface ExecutorLoad {
  readonly sessions: number;
  readonly running: number;
  /** Executions that wait for their turn. */
  readonly waiting: number;
  /** Sandbox processes, those that wait ready and those that are about to be gone included. */
  readonly processes: Readonly<Record<Language, number>>;
}

export interface SessionOptions {
  /** What its programs are written in. @default "typescript" */
  readonly language?: Language;
  /** Limits of the session, which are those of its executions; never above the executor's. `memoryMb` holds from the start of the process. */
  readonly limits?: Partial<Limits>;
  /** Whose it is: with another owner, or with none, it is not found. @default nobody's, found without an owner alone */
  readonly owner?: string;
}

export interface ExecuteOptions {
  /** The session whose variables the code sees. @default a fresh one */
  readonly sessionId?: string;
  /** For whom the code runs: a fresh session is theirs, and only sessions and handles of theirs are found. @default nobody */
  readonly owner?: string;
  /** What the code is written in; a session has one language. @default the session's; in a fresh one a guess by its text */
  readonly language?: Language;
  /** Limits of this execution; never above the session's. */
  readonly limits?: Partial<Limits>;
  /** Short for `limits.guestTimeMs`. */
  readonly timeoutMs?: number;
  /**
   * `json`: the value is JSON by the rules of docs/values.md. `rich`: Dates, Maps, Sets, BigInts, typed arrays, Errors, NaN, `undefined` and
   * cycles arrive as such. @default "json"
   */
  readonly values?: "json" | "rich";
  /** As the executor's option of this name. @default the executor's */
  readonly check?: CheckMode;
  /** As the executor's option of this name. @default the executor's */
  readonly skills?: SkillSource;
  /** Answers tool calls in place of the servers, which are not asked, nor needed; its uses of skills are not told. @default the servers */
  readonly answers?: CallAnswers;
  /** The id that it gets; unique. @default a random UUID */
  readonly executionId?: string;
  /**
   * Who is asked whether its calls may happen, and answers what servers ask during them. @default nobody; such calls are refused with
   * `APPROVAL_NEEDED`, and the servers get an error
   */
  readonly asker?: Asker;
  /** What goes with each of its calls as `_meta`. @default nothing */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Ends the execution; the session's variables are gone then. */
  readonly signal?: AbortSignal;
  /** Who asks for it, for the trace. */
  readonly caller?: Caller;
  /** The trace that it belongs to; goes along with its calls. What is none by W3C Trace Context is dropped. */
  readonly traceContext?: TraceContext;
  /** Receives the events of this execution. */
  readonly onEvent?: TraceSink;
}

/** A call of a skill's function with data. */
export interface SkillCallRequest {
  /** The skill's. */
  readonly name: string;
  readonly function: string;
  /** In their order. */
  readonly args: readonly unknown[];
  /** By name; for Python alone. @default none */
  readonly named?: Readonly<Record<string, unknown>>;
}
