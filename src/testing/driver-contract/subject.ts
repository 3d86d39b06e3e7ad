import assert from "node:assert/strict";
import { inspect } from "node:util";
import { CodemodeError } from "../../errors.ts";
import { toExecutionError } from "../../executor/guest-error.ts";
import { prepare } from "../../executor/prepare/prepare.ts";
import type { ExecutionError } from "../../executor/result.ts";
import type { SandboxDriver, SandboxProcess } from "../../sandbox/driver.ts";
import { maxLineBytes, resolveLimits, type Limits } from "../../sandbox/limits.ts";
import type { GuestRequest, ServerManifest } from "../../sandbox/messages.ts";
import type { RunOutcome, RunRequest } from "../../sandbox/run.ts";
import { Sandbox } from "../../sandbox/sandbox.ts";

export interface ProgramOptions {
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
  readonly values?: "json" | "rich";
  readonly servers?: readonly ServerManifest[];
  readonly answer?: RunRequest["answer"];
}

export type Ended = RunOutcome & {
  /** The error of a program that failed, with its place in the code as written. */
  readonly written?: ExecutionError;
  /** What was printed, a line for each message, with its level. */
  readonly output: readonly string[];
};

/** One sandbox under test: a driver's process, and programs in TypeScript that run in it. */
export class Subject implements AsyncDisposable {
  readonly process: SandboxProcess;
  readonly sandbox: Sandbox;
  #programs = 0;

  private constructor(process: SandboxProcess) {
    this.process = process;
    this.sandbox = new Sandbox(process);
  }

  static async start(driver: SandboxDriver, limits: Partial<Limits> = {}): Promise<Subject> {
    const { memoryMb, ...rest } = resolveLimits(limits);
    return new Subject(await driver.start({ memoryMb, maxLineBytes: maxLineBytes({ memoryMb, ...rest }) }));
  }

  async run(code: string, options: ProgramOptions = {}): Promise<Ended> {
    this.#programs += 1;
    const output: string[] = [];
    const file = `program-${this.#programs}.ts`;
    const prepared = prepare(code, "program");
    const outcome = await this.sandbox.run({
      message: {
        program: { file, code: prepared.code },
        servers: options.servers ?? [],
        skills: [],
        values: options.values ?? "json",
      },
      limits: resolveLimits({ guestTimeMs: 20_000, ...options.limits }),
      signal: options.signal ?? new AbortController().signal,
      answer: options.answer ?? echo,
      onOutput: (level, text) => void output.push(`${level} ${text}`),
    });
    if (outcome.kind !== "failed") return { ...outcome, output };
    const written = toExecutionError(outcome.error, file, code, (name) => (name === file ? prepared.locate : undefined));
    return { ...outcome, output, written };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.kill();
  }
}

/** Runs one program in a sandbox of its own. */
export async function runOnce(driver: SandboxDriver, code: string, options: ProgramOptions = {}): Promise<Ended> {
  await using subject = await Subject.start(driver, options.limits);
  return await subject.run(code, options);
}

/** The value of a program that must succeed. */
export function valueOf(ended: Ended): unknown {
  assert.equal(ended.kind, "value", `the program should have succeeded: ${inspect(ended)}`);
  return (ended as Extract<Ended, { kind: "value" }>).value;
}

/** The error of a program that must have been ended from outside, by this code and with this figure in the message. */
export function assertStopped(ended: Ended, code: string, figure = ""): void {
  assert.equal(ended.kind, "stopped", `the program should have been ended: ${inspect(ended)}`);
  const { error } = ended as Extract<Ended, { kind: "stopped" }>;
  assert.ok(error instanceof CodemodeError);
  assert.equal(error.code, code, error.message);
  assert.ok(error.message.includes(figure), `"${error.message}" should name ${figure}`);
}

/** Answers a call with what it was given. */
const echo = (request: GuestRequest): Promise<unknown> => Promise.resolve(request.kind === "call" ? request.args : null);
