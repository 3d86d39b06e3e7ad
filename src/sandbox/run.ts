import { setMaxListeners } from "node:events";
import { CodemodeError, ToolError, messageOf } from "../errors.ts";
import { decodeValue } from "./decode-value.ts";
import type { SandboxProcess } from "./driver.ts";
import { limitError, type Limits } from "./limits.ts";
import type { GuestMessage, GuestRequest, HostMessage, OutputLevel, WireError } from "./messages.ts";
import { watchRun, type Watch } from "./watch.ts";

/** One run of one program: what to run, and who answers what it asks. */
export interface RunRequest {
  readonly message: Pick<Extract<HostMessage, { kind: "run" }>, "program" | "servers" | "skills" | "values">;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Answers a request; a throw with a `LIMIT_*` code ends the run, any other goes back to the program. */
  readonly answer: (request: GuestRequest, signal: AbortSignal) => Promise<unknown>;
  readonly onOutput: (level: OutputLevel, text: string) => void;
}

/** How a run ended. After `stopped` the process is gone. */
export type RunOutcome =
  | { readonly kind: "value"; readonly value?: unknown; readonly leftRunning: number }
  | { readonly kind: "failed"; readonly error: WireError; readonly leftRunning: number }
  | { readonly kind: "stopped"; readonly error: CodemodeError };

/** The state of one run: what the guest has asked, printed and used, and how it ended. Judges every message that it is given. */
export class Run {
  readonly outcome: Promise<RunOutcome>;
  readonly request: RunRequest;
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
  #outputBytes = 0;
  #ending: { readonly kind: "value"; readonly value?: unknown } | { readonly kind: "failed"; readonly error: WireError } | undefined;
  #leftRunning = 0;

  constructor(id: number, request: RunRequest, process: SandboxProcess) {
    this.#id = id;
    this.request = request;
    this.#process = process;
    const cancel = (): void => this.stop(new CodemodeError("CANCELLED", "The execution was cancelled."));
    this.outcome = new Promise<RunOutcome>((resolve) => {
      this.#settle = resolve;
    }).finally(() => {
      this.#watch.stop();
      request.signal.removeEventListener("abort", cancel);
    });
    this.#watch = watchRun(process, request.limits, (limit) => this.stop(limit));
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
    this.#settle({ kind: "stopped", error });
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
        return this.#output(message.level, message.text);
      case "done":
      case "failed":
        return this.#end(message, line);
      case "exceeded":
        return this.stop(message.limit === "LIMIT_VALUE" ? valueError(this.request.limits) : argumentsError(this.request.limits));
      case "ready":
        return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program sent a message that belongs to the start and was ended."));
      default:
        return this.#enqueue(message, line.length);
    }
  }

  #output(level: OutputLevel, text: string): void {
    const { maxOutputBytes } = this.request.limits;
    const bytes = Buffer.byteLength(text) + 1;
    if (this.#outputBytes + bytes > maxOutputBytes) {
      const room = maxOutputBytes - this.#outputBytes - 1;
      // A character cut in half decodes to U+FFFD, which is taken off.
      if (room > 0)
        this.request.onOutput(
          level,
          Buffer.from(text)
            .subarray(0, room)
            .toString("utf8")
            .replace(/\uFFFD$/, ""),
        );
      return this.stop(limitError("LIMIT_OUTPUT", `it printed more than ${maxOutputBytes} bytes`, { maxOutputBytes }));
    }
    this.#outputBytes += bytes;
    this.request.onOutput(level, text);
  }

  #end(message: Extract<GuestMessage, { kind: "done" | "failed" }>, line: string): void {
    if (this.#ending) return this.stop(new CodemodeError("SANDBOX_PROTOCOL", "The program reported its end twice and was ended."));
    const frame = `{"kind":"done","run":${this.#id},"value":}`.length;
    if (message.kind === "done" && Buffer.byteLength(line) - frame > this.request.limits.maxValueBytes)
      return this.stop(valueError(this.request.limits));
    this.#ending =
      message.kind === "done"
        ? { kind: "value", ...("value" in message ? { value: this.#valueOf(message.value) } : {}) }
        : { kind: "failed", error: message.error };
    this.#leftRunning = this.#inFlight + this.#queue.length;
    this.#finishWhenQuiet();
  }

  #valueOf(value: unknown): unknown {
    return this.request.message.values === "rich" ? decodeValue(value) : value;
  }

  /** Calls that the program started and did not wait for are given their time: a write that was not awaited still happens. */
  #finishWhenQuiet(): void {
    if (!this.#ending || this.#over || this.#inFlight > 0 || this.#queue.length > 0) return;
    this.#over = true;
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
    this.#queue.push({ request, characters: lineLength });
    this.#queuedCharacters += lineLength;
    this.#pump();
  }

  #pump(): void {
    const { maxParallelCalls } = this.request.limits;
    while (this.#inFlight < maxParallelCalls) {
      const next = this.#queue.shift();
      if (!next) break;
      this.#queuedCharacters -= next.characters;
      this.#inFlight += 1;
      void this.#answer(next.request);
    }
    // Long arguments that wait their turn are left in the guest's memory: its pipe fills, and it blocks.
    if (this.#queuedCharacters > MAX_QUEUED_CHARACTERS) this.#process.pause();
    else this.#process.resume();
    this.#watch.waitingFor(this.#inFlight);
  }

  async #answer(request: GuestRequest): Promise<void> {
    let reply: HostMessage | undefined;
    try {
      reply = { kind: "result", id: request.id, value: await this.request.answer(request, this.#calls.signal) };
    } catch (error) {
      if (error instanceof CodemodeError && error.code.startsWith("LIMIT_")) return this.stop(error);
      reply = { kind: "failure", id: request.id, error: toFailure(error) };
    }
    this.#inFlight -= 1;
    if (this.#over) return;
    this.#process.send(reply);
    this.#pump();
    this.#finishWhenQuiet();
  }
}

/** Queued requests beyond this are not read from the pipe. */
const MAX_QUEUED_CHARACTERS = 16 * 2 ** 20;

function valueError({ maxValueBytes }: Limits): CodemodeError {
  return limitError("LIMIT_VALUE", `it gave a value of more than ${maxValueBytes} bytes of JSON`, { maxValueBytes });
}

function argumentsError({ maxArgumentBytes }: Limits): CodemodeError {
  return limitError("LIMIT_ARGUMENTS", `it sent arguments of more than ${maxArgumentBytes} bytes in one call`, { maxArgumentBytes });
}

function toFailure(error: unknown): WireError {
  if (error instanceof ToolError) {
    const { name, message, code, server, tool, content, retryable } = error;
    return { name, message, code, server, tool, content, retryable };
  }
  return { name: "ToolError", message: messageOf(error), code: error instanceof CodemodeError ? error.code : "TOOL_FAILED" };
}
