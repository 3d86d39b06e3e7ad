import { CodemodeError, messageOf } from "../errors.ts";
import type { SandboxExit, SandboxProcess, Wall } from "./driver.ts";
import { limitError, type Limits } from "./limits.ts";
import type { GuestMessage } from "./messages.ts";
import { parseGuestMessage } from "./parse-guest-message.ts";
import { Run, type RunOutcome, type RunRequest, type ServeRequest, type SkillCall } from "./run.ts";

/** A sandbox process that runs one program after the other. Nothing that it sends is trusted: one malformed message, and it is killed. */
export class Sandbox {
  readonly #process: SandboxProcess;
  #run: Run | undefined;
  #lastRun = 0;
  #alive = true;
  #freezing: NodeJS.Timeout | undefined;

  constructor(process: SandboxProcess) {
    this.#process = process;
    process.onLine = (line) => this.#receive(line);
    void process.exited.then((exit) => {
      this.#alive = false;
      clearTimeout(this.#freezing);
      this.#run?.stop(deathError(exit, this.#run.request.limits));
    });
    process.pause();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Resolves when the process is gone. */
  get exited(): Promise<unknown> {
    return this.#process.exited;
  }

  get walls(): readonly Wall[] {
    return this.#process.walls;
  }

  /** Runs a program to its end, which comes at the latest with the limits. Never rejects. */
  async run(request: RunRequest): Promise<RunOutcome> {
    return this.#outcomeOf(this.#start(request));
  }

  /** Lets the process answer calls of skills until it is told to end, or is ended by a limit. */
  serve(request: ServeRequest): Serving {
    const run = this.#start(request);
    return { call: (call) => run.invoke(call), end: () => run.end(), stop: (why) => run.stop(why), outcome: this.#outcomeOf(run) };
  }

  #start(request: RunRequest | ServeRequest): Run {
    clearTimeout(this.#freezing);
    const id = (this.#lastRun += 1);
    const run = new Run(id, request, this.#process);
    this.#run = run;
    if (!this.#alive) void this.#process.exited.then((exit) => run.stop(deathError(exit, request.limits)));
    else {
      const { maxValueBytes, maxArgumentBytes, maxOutputBytes, guestTimeMs } = request.limits;
      const settings = { run: id, maxValueBytes, maxArgumentBytes, maxOutputBytes, guestTimeMs };
      this.#process.thaw();
      this.#process.resume();
      this.#process.send(
        "program" in request.message
          ? { kind: "run", check: "off", ...request.message, ...settings }
          : { kind: "serve", ...request.message, ...settings },
      );
    }
    return run;
  }

  async #outcomeOf(run: Run): Promise<RunOutcome> {
    const outcome = await run.outcome;
    this.#run = undefined;
    if (outcome.kind === "stopped") await this.kill();
    else {
      this.#process.pause();
      // What a program left behind, a timer or a loop, must not go on using the processor between executions.
      this.#freezing = setTimeout(() => this.#process.freeze(), FREEZE_AFTER_MS);
      this.#freezing.unref();
    }
    return outcome;
  }

  async kill(): Promise<void> {
    this.#alive = false;
    clearTimeout(this.#freezing);
    await this.#process.kill();
  }

  #receive(line: string): void {
    const run = this.#run;
    if (!run) return;
    let message: GuestMessage;
    try {
      message = parseGuestMessage(line);
    } catch (error) {
      run.stop(
        new CodemodeError("SANDBOX_PROTOCOL", `The program broke the sandbox's wire (${messageOf(error)}) and was ended.`, {
          cause: error,
        }),
      );
      return;
    }
    run.receive(message, line);
  }
}

/** A run that answers calls of skills. */
export interface Serving {
  /** @throws CodemodeError the reason where the run was ended, {@link GuestFailure} where the skill threw */
  call(call: SkillCall): Promise<unknown>;
  /** The outcome follows when what is under way has ended. */
  end(): void;
  /** Ends the process. */
  stop(why: CodemodeError): void;
  readonly outcome: Promise<RunOutcome>;
}

/** How long a session's process may go on after an execution, before it is made to stand still. */
const FREEZE_AFTER_MS = 250;

/** What the end of the process means for the run that was on. */
function deathError(exit: SandboxExit, limits: Limits): CodemodeError {
  if (/out of memory|heap limit|allocation failed|OOM/i.test(exit.stderr)) {
    return limitError("LIMIT_MEMORY", `it used more than ${limits.memoryMb} MiB of memory`, { memoryMb: limits.memoryMb });
  }
  const how = exit.signal === null ? `with exit code ${exit.exitCode}` : `by ${exit.signal}`;
  return new CodemodeError("SANDBOX_DIED", `The sandbox process ended ${how} while the program ran; its variables are gone.`);
}
