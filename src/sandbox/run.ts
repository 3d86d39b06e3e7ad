import { setMaxListeners } from "node:events";
import { CodemodeError, ToolError, messageOf } from "../errors.ts";
import { decodeValue } from "./decode-value.ts";
import type { SandboxProcess } from "./driver.ts";
import { LONGEST_TIMER_MS } from "../longest-timer.ts";
import { limitError, nothingSpent, type Limits, type Spent } from "./limits.ts";
import type {
  GuestLimit,
  GuestMessage,
  GuestMistake,
  GuestRequest,
  HostMessage,
  OutputLevel,
  SkillArguments,
  SkillUse,
  WireError,
} from "./messages.ts";
import { watchRun, type Watch } from "./watch.ts";

/** One run of one program: what to run, and who answers what it asks. */
export interface RunRequest extends RunContext {
  readonly message: Pick<Extract<HostMessage, { kind: "run" }>, "program" | "servers" | "skills" | "values"> &
    Partial<Pick<Extract<HostMessage, { kind: "run" }>, "check">>;
}

/** A run with no program of its own, that answers calls of skills. */
export interface ServeRequest extends RunContext {
  readonly message: Pick<Extract<HostMessage, { kind: "serve" }>, "servers" | "skills">;
}

export type ProgramProgress = Omit<Extract<GuestMessage, { kind: "progress" }>, "kind" | "run">;

export type SkillCall = { readonly skill: string; readonly function: string } & SkillArguments;

/** What a skill threw. */
export class GuestFailure extends Error {
  readonly error: WireError;

  constructor(error: WireError) {
    super(error.message);
    this.error = error;
  }
}

interface RunContext {
  readonly limits: Limits;
  /** Shared by the runs that have their limits together. @default nothing is spent yet */
  readonly spent?: Spent;
  readonly signal: AbortSignal;
  /** Answers a request; a throw with a `LIMIT_*` code ends the run, any other goes back to the program. */
  readonly answer: (request: GuestRequest, signal: AbortSignal) => Promise<unknown>;
  /** @param text without the line break that ends it, unless it is `partial` */
  readonly onOutput: (level: OutputLevel, text: string, partial: boolean) => void;
  /** Told how far the program is, by its own words. @default nobody is */
  readonly onProgress?: (progress: ProgramProgress) => void;
  /** Told of content that the program shows, whatever it may be. @default it is dropped */
  readonly onShow?: (content: readonly unknown[]) => void;
  /** Told of mistakes that the guest found and does not stop at. */
  readonly onMistakes?: (mistakes: readonly GuestMistake[]) => void;
  /** Told of the skills that the program has used. */
  readonly onUses?: (uses: readonly SkillUse[]) => void;
}

/** How a run ended. After `stopped` the process is gone. */
export type RunOutcome =
  | { readonly kind: "value"; readonly value?: unknown; readonly leftRunning: number }
  | { readonly kind: "failed"; readonly error: WireError; readonly leftRunning: number }
  /** The guest did not start the program. */
  | { readonly kind: "refused"; readonly code: "SYNTAX" | "CHECK_FAILED"; readonly mistakes: readonly GuestMistake[] }
  /** A limit ended the program, and the process goes on with its variables. */
  | { readonly kind: "limited"; readonly error: CodemodeError; readonly leftRunning: number }
  | { readonly kind: "stopped"; readonly error: CodemodeError };

type Ending =
  | { readonly kind: "value"; readonly value?: unknown }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "limited"; readonly error: CodemodeError };

/** The state of one run: what the guest has asked, printed and used, and how it ended. Judges every message that it is given. */
export class Run {
  readonly outcome: Promise<RunOutcome>;
  readonly request: RunRequest | ServeRequest;
  readonly #id: number;
  readonly #process: SandboxProcess;
  readonly #watch: Watch;
  readonly #calls = new AbortController();
  readonly #queue: { readonly request: GuestRequest; readonly characters: number }[] = [];
  readonly #ids = new Set<number>();
  #settle: (outcome: RunOutcome) => void = () => {};
  #over = false;
  #inFlight = 0;
  #queuedCharacters = 0;
  readonly #spent: Spent;
  #atServers = 0;
  readonly #invocations = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  #lastInvocation = 0;
  /** Whether it answers calls of skills until it is told to end. */
  #serving: boolean;
  #printed = false;
  #ending: Ending | undefined;
  #wake: NodeJS.Timeout | undefined;
  #wakes = 0;
  #reports = 0;
  #toldMistakes = false;
  #toldUses = false;
  readonly #startedAt = performance.now();
  #leftRunning = 0;

  constructor(id: number, request: RunRequest | ServeRequest, process: SandboxProcess) {
    this.#id = id;
    this.request = request;
    this.#spent = request.spent ?? nothingSpent();
    this.#serving = !("program" in request.message);
    this.#process = process;
    const cancel = (): void => this.stop(new CodemodeError("CANCELLED", "The execution was cancelled."));
    this.outcome = new Promise<RunOutcome>((resolve) => {
      this.#settle = resolve;
    }).finally(() => {
      this.#watch.stop();
      clearTimeout(this.#wake);
      request.signal.removeEventListener("abort", cancel);
    });
    this.#watch = watchRun(process, request.limits, this.#spent, (limit) => this.stop(limit));
    this.#tellWatch();
    // Every call in flight listens, and as many may be in flight as the limit says.
    setMaxListeners(0, this.#calls.signal);
    if (request.signal.aborted) cancel();
    request.signal.addEventListener("abort", cancel, { once: true });
  }

  /** Ends the run from outside: no further call starts, those under way are cancelled. */
  stop(error: CodemodeError): void {
    if (this.#over) return;
    this.#over = true;
    this.#queue.length = 0;
    this.#calls.abort(error);
    this.#failInvocations(error);
    this.#settle({ kind: "stopped", error });
  }

  /** Calls a function of a skill in a run that serves. @throws as `Serving.call` */
  invoke(call: SkillCall): Promise<unknown> {
    const id = (this.#lastInvocation += 1);
    const answer = new Promise<unknown>((resolve, reject) => this.#invocations.set(id, { resolve, reject }));
    this.#tellWatch();
    if (this.#over || !this.#serving)
      this.#failInvocations(new CodemodeError("SANDBOX_DIED", "The process that runs the skill has ended."));
    else this.#process.send({ kind: "invoke", id, ...call });
    return answer;
  }

  /** Lets a run that serves come to its end. */
  end(): void {
    if (!this.#serving) return;
    this.#serving = false;
    this.#tellWatch();
    if (!this.#over) this.#process.send({ kind: "end" });
  }

  #failInvocations(error: Error): void {
    for (const { reject } of this.#invocations.values()) reject(error);
    this.#invocations.clear();
  }

  /** A guest that nobody has asked for anything waits, too. */
  #tellWatch(): void {
    this.#watch.waitingFor(this.#serving && this.#invocations.size === 0 ? Math.max(1, this.#inFlight) : this.#inFlight);
  }

  receive(message: GuestMessage, line: string): void {
    if (this.#over) return;
    if (message.kind !== "ready" && message.run !== this.#id) {
      // Late from an earlier run: it has no part in this one. From a run to come it is forged.
      if (message.run < this.#id) return;
      return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program sent a message for another run and was ended."));
    }
    switch (message.kind) {
      case "output":
        return this.#output(message);
      case "progress":
        return this.#progress(message);
      case "show":
        return this.#show(message.content, line);
      case "wake":
        return this.#wakeAfter(message.ms);
      case "mistakes":
        return this.#mistakes(message.mistakes);
      case "refused":
        return this.#refused(message);
      case "used":
        return this.#uses(message.uses);
      case "returned":
      case "threw":
        return this.#invocationEnded(message, line);
      case "done":
      case "failed":
        return this.#end(message, line);
      case "exceeded":
        return this.#exceeded(message);
      case "ready":
        return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program sent a message that belongs to the start and was ended."));
      default:
        return this.#enqueue(message, line.length);
    }
  }

  #output({ level, text, partial }: Extract<GuestMessage, { kind: "output" }>): void {
    const { maxOutputBytes } = this.request.limits;
    const bytes = Buffer.byteLength(text) + (partial === true ? 0 : 1);
    this.#printed = true;
    if (this.#spent.outputBytes + bytes > maxOutputBytes) {
      const room = maxOutputBytes - this.#spent.outputBytes - 1;
      this.#spent.outputBytes = maxOutputBytes;
      // A character cut in half decodes to U+FFFD, which is taken off.
      const cut = (): string =>
        Buffer.from(text)
          .subarray(0, room)
          .toString("utf8")
          .replace(/\uFFFD$/, "");
      if (room > 0) this.request.onOutput(level, cut(), false);
      // A guest that ends programs itself says so next; what else it prints is dropped.
      if (!this.#process.endsGently) this.stop(limitOf("LIMIT_OUTPUT", this.request.limits));
      return;
    }
    this.#spent.outputBytes += bytes;
    this.request.onOutput(level, text, partial === true);
  }

  /** Nobody looks at ever more of them. */
  #progress({ kind: _, run: __, ...progress }: Extract<GuestMessage, { kind: "progress" }>): void {
    this.#reports += 1;
    if (this.#reports <= MAX_REPORTS) this.request.onProgress?.(progress);
  }

  #show(content: readonly unknown[], line: string): void {
    const { maxContentBytes } = this.request.limits;
    this.#printed = true;
    this.#spent.contentBytes += Buffer.byteLength(line);
    if (this.#spent.contentBytes > maxContentBytes)
      return this.stop(limitError("LIMIT_CONTENT", `it showed more than ${maxContentBytes} bytes of content`, { maxContentBytes }));
    this.request.onShow?.(content);
  }

  /** They come once, before the program does anything: what comes later could grow without end. */
  #mistakes(mistakes: readonly GuestMistake[]): void {
    if (this.#toldMistakes) return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program told its mistakes twice and was ended."));
    this.#toldMistakes = true;
    this.request.onMistakes?.(mistakes);
  }

  #uses(uses: readonly SkillUse[]): void {
    if (this.#toldUses) return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program told its use of skills twice and was ended."));
    this.#toldUses = true;
    this.request.onUses?.(uses);
  }

  #invocationEnded(message: Extract<GuestMessage, { kind: "returned" | "threw" }>, line: string): void {
    const invocation = this.#invocations.get(message.id);
    if (!invocation)
      return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program answered a call that nobody has made and was ended."));
    if (Buffer.byteLength(line) > this.request.limits.maxValueBytes + ANSWER_FRAME_BYTES)
      return this.stop(limitOf("LIMIT_VALUE", this.request.limits));
    this.#invocations.delete(message.id);
    this.#tellWatch();
    if (message.kind === "returned") invocation.resolve(message.value);
    else invocation.reject(new GuestFailure(message.error));
  }

  /** Only a program that has done nothing can say that it was not started. */
  #refused(refusal: Extract<GuestMessage, { kind: "refused" }>): void {
    if (this.#ending || this.#serving || this.#ids.size > 0 || this.#printed)
      return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program was refused by its guest after it had begun and was ended."));
    this.#over = true;
    this.#settle(refusal);
  }

  /** One timer for a run: the guest has one thing to do at a time. */
  #wakeAfter(ms: number): void {
    this.#wakes += 1;
    if (this.#wakes > FREE_WAKES + WAKES_PER_MS * (performance.now() - this.#startedAt))
      return this.stop(
        new CodemodeError("SANDBOX_PROTOCOL", "The program asked to be woken more often than there was time and was ended."),
      );
    clearTimeout(this.#wake);
    this.#wake = setTimeout(() => this.#process.send({ kind: "wake" }), Math.min(ms, LONGEST_TIMER_MS));
  }

  #exceeded({ limit, gently }: Extract<GuestMessage, { kind: "exceeded" }>): void {
    const error = limitOf(limit, this.request.limits);
    if (!gently || !this.#process.endsGently) return this.stop(error);
    if (this.#ending) return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program reported its end twice and was ended."));
    this.#ending = { kind: "limited", error };
    this.#leftRunning = this.#inFlight + this.#queue.length;
    // Nobody waits for what is still under way.
    this.#queue.length = 0;
    this.#calls.abort(error);
    this.#failInvocations(error);
    this.#finishWhenQuiet();
  }

  #end(message: Extract<GuestMessage, { kind: "done" | "failed" }>, line: string): void {
    if (this.#serving)
      return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The process of a skill said that it was done before it was told to end."));
    if (this.#ending) return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program reported its end twice and was ended."));
    const frame = `{"kind":"done","run":${this.#id},"value":}`.length;
    if (message.kind === "done" && Buffer.byteLength(line) - frame > this.request.limits.maxValueBytes)
      return this.stop(limitOf("LIMIT_VALUE", this.request.limits));
    this.#ending =
      message.kind === "done"
        ? { kind: "value", ...("value" in message ? { value: this.#valueOf(message.value) } : {}) }
        : { kind: "failed", error: message.error };
    this.#leftRunning = this.#inFlight + this.#queue.length;
    this.#finishWhenQuiet();
  }

  #valueOf(value: unknown): unknown {
    const { message } = this.request;
    return "program" in message && message.values === "rich" ? decodeValue(value) : value;
  }

  /** Calls that the program started and did not wait for are given their time: a write that was not awaited still happens. */
  #finishWhenQuiet(): void {
    if (!this.#ending || this.#over || this.#inFlight > 0 || this.#queue.length > 0) return;
    this.#over = true;
    this.#failInvocations(new CodemodeError("SANDBOX_DIED", "The process that runs the skill has ended."));
    this.#settle({ ...this.#ending, leftRunning: this.#leftRunning });
  }

  #enqueue(request: GuestRequest, lineLength: number): void {
    if (this.#ids.has(request.id))
      return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program used a request's number twice and was ended."));
    if (this.#ids.size >= this.request.limits.maxCalls) {
      const { maxCalls } = this.request.limits;
      return this.stop(limitError("LIMIT_CALLS", `it made more than ${maxCalls} calls`, { maxCalls }));
    }
    const { maxCallsInFlight } = this.request.limits;
    if (this.#inFlight + this.#queue.length >= maxCallsInFlight)
      return this.stop(
        limitError("LIMIT_CALLS_IN_FLIGHT", `it had more than ${maxCallsInFlight} calls in flight at once`, { maxCallsInFlight }),
      );
    this.#ids.add(request.id);
    // A skill makes calls of its own, which would wait for the turn that its own call has.
    if (request.kind === "skill") {
      this.#inFlight += 1;
      void this.#answer(request);
      return this.#tellWatch();
    }
    this.#queue.push({ request, characters: lineLength });
    this.#queuedCharacters += lineLength;
    this.#pump();
  }

  #pump(): void {
    const { maxParallelCalls } = this.request.limits;
    while (this.#atServers < maxParallelCalls) {
      const next = this.#queue.shift();
      if (!next) break;
      this.#queuedCharacters -= next.characters;
      this.#inFlight += 1;
      this.#atServers += 1;
      void this.#answer(next.request);
    }
    // Long arguments that wait their turn are left in the guest's memory: its pipe fills, and it blocks.
    if (this.#queuedCharacters > MAX_QUEUED_CHARACTERS) this.#process.pause();
    else this.#process.resume();
    this.#tellWatch();
  }

  async #answer(request: GuestRequest): Promise<void> {
    let reply: HostMessage | undefined;
    try {
      reply = { kind: "result", id: request.id, value: await this.request.answer(request, this.#calls.signal) };
    } catch (error) {
      if (error instanceof CodemodeError && error.code.startsWith("LIMIT_") && this.#ending?.kind !== "limited") return this.stop(error);
      reply = { kind: "failure", id: request.id, error: toFailure(error) };
    }
    this.#inFlight -= 1;
    if (request.kind !== "skill") this.#atServers -= 1;
    if (this.#over) return;
    this.#process.send(reply);
    this.#pump();
    this.#finishWhenQuiet();
  }
}

/** Queued requests beyond this are not read from the pipe. */
const MAX_QUEUED_CHARACTERS = 16 * 2 ** 20;

/** How often one run may say how far it is. */
const MAX_REPORTS = 10_000;

/** What the answer to a call of a skill has beside the value, at most. */
const ANSWER_FRAME_BYTES = 100;

/** What a guest may ask to be woken, whatever the time: enough for a burst of timers, and too little to keep the host busy. */
const FREE_WAKES = 10_000;
const WAKES_PER_MS = 4;

function limitOf(limit: GuestLimit, { maxValueBytes, maxArgumentBytes, guestTimeMs, memoryMb, maxOutputBytes }: Limits): CodemodeError {
  switch (limit) {
    case "LIMIT_VALUE":
      return limitError(limit, `it gave a value of more than ${maxValueBytes} bytes of JSON`, { maxValueBytes });
    case "LIMIT_ARGUMENTS":
      return limitError(limit, `it sent arguments of more than ${maxArgumentBytes} bytes in one call`, { maxArgumentBytes });
    case "LIMIT_GUEST_TIME":
      return limitError(limit, `it worked for more than ${guestTimeMs} ms, or awaited something that never came`, { guestTimeMs });
    case "LIMIT_MEMORY":
      return limitError(limit, `it used more than ${memoryMb} MiB of memory`, { memoryMb });
    case "LIMIT_OUTPUT":
      return limitError(limit, `it printed more than ${maxOutputBytes} bytes`, { maxOutputBytes });
  }
}

function toFailure(error: unknown): WireError {
  if (error instanceof GuestFailure) return error.error;
  if (error instanceof ToolError) {
    const { name, message, code, server, tool, content, retryable } = error;
    return { name, message, code, server, tool, content, retryable };
  }
  return { name: "ToolError", message: messageOf(error), code: error instanceof CodemodeError ? error.code : "TOOL_FAILED" };
}
