/** What the file `adapter.js` of a peer's folder exports. It is JavaScript because what it imports is installed only on demand. */
export interface Adapter {
  /** @throws where it can't be opened on this machine */
  open(options: OpenOptions): Promise<Peer>;
}

/** What the `package.json` of a peer's folder says under `peer`; beside it are the exact versions of what has to be installed. */
export interface About {
  /** As its own documentation says it: `TanStack AI, QuickJS`. */
  readonly name: string;
  /** Whose version the tables name. */
  readonly packages: readonly string[];
  readonly language: "typescript" | "python";
  /**
   * What stands between guest code and the process of the library: `process-per-session` and `process` (one for all executions), `thread` (a
   * worker thread, or an isolate on a thread of its own), `engine` (an interpreter within the thread of the library), `none`.
   */
  readonly wall: "process-per-session" | "process" | "thread" | "engine" | "none";
  /** Whether variables last from an execution to the next. */
  readonly sessions: boolean;
  /** The major version of Node that it needs where the project's oldest does not do. */
  readonly node?: 24;
  /** What its documentation wants Node to be started with. */
  readonly nodeOptions?: readonly string[];
  /** What a reader has to know to judge its figures. */
  readonly note?: string;
}

export interface OpenOptions {
  /** Real MCP servers over stdio, by name. */
  readonly servers: Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>>;
  /** Of one execution. */
  readonly timeoutMs: number;
  /** Of one sandbox. */
  readonly memoryMb: number;
  /** As many sandboxes as may be in use at once. */
  readonly maxSessions: number;
}

/** One peer, open, with its servers connected. */
export interface Peer extends AsyncDisposable {
  /**
   * Runs a program. It is the body of an async function; a tool is `await bench.add({ a: 1, b: 2 })`, the text of what a tool gave `textOf(result)`.
   * In Python the same, with the value as the last expression. Rejects only where the peer itself does.
   *
   * @param session - a name; programs under the same one share what the peer keeps. Without it the execution stands alone.
   */
  execute(program: string, session?: string): Promise<Outcome>;
  /** Makes ready again what the peer keeps in store, as it would while nobody waits. */
  rest?(): Promise<void>;
}

export interface Outcome {
  /** False where the peer reported that the program failed. */
  readonly ok: boolean;
  readonly value?: unknown;
  /** What the program printed. */
  readonly output?: string;
  /** The text by which the peer tells of the failure. */
  readonly error?: string;
}
