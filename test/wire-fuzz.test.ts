import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SandboxExit, SandboxProcess } from "../src/sandbox/driver.ts";
import { createDenoDriver } from "../src/sandbox/drivers/deno.ts";
import { maxLineBytes, resolveLimits } from "../src/sandbox/limits.ts";
import { parseGuestMessage } from "../src/sandbox/parse-guest-message.ts";
import type { RunOutcome } from "../src/sandbox/run.ts";
import { Sandbox } from "../src/sandbox/sandbox.ts";
import { mutatedLines, seededRandom } from "./fixtures/mutated-lines.ts";

const limits = resolveLimits({
  maxValueBytes: 100_000,
  maxArgumentBytes: 100_000,
  maxOutputBytes: 50_000,
  guestTimeMs: 2_000,
  maxCalls: 30,
});
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);
beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => void process.off("unhandledRejection", note));

/** Plays one run against lines as they would come from a process, until it has ended. */
async function play(lines: Iterator<string>, wire: SandboxProcess): Promise<{ outcome: RunOutcome; read: number }> {
  const sandbox = new Sandbox(wire);
  const state: { outcome?: RunOutcome } = {};
  const running = sandbox
    .run({
      message: { program: { file: "x.ts", code: "" }, servers: [], skills: [], values: "rich" },
      limits,
      signal: new AbortController().signal,
      answer: (request) => (request.id % 3 === 0 ? Promise.reject(new Error("no")) : Promise.resolve(request.id)),
      onOutput: () => {},
    })
    .then((outcome) => (state.outcome = outcome));
  let read = 0;
  while (state.outcome === undefined) {
    const line = lines.next().value as string;
    read += 1;
    // One malformed line ends a run. So that runs get far, most of them are only parsed.
    if (isMessage(line) || read % 20 === 0) wire.onLine(line);
    await Promise.resolve();
  }
  return { outcome: await running, read };
}

/** Whether the line is a message; it is that, or an Error that says why not, and nothing else. */
function isMessage(line: string): boolean {
  try {
    return parseGuestMessage(line).kind !== "ready";
  } catch (error) {
    if (!(error instanceof Error) || error.message === "") throw new Error(`no reason was given for ${line}`, { cause: error });
    return false;
  }
}

/** The host's end of a wire to which the lines are given by hand. */
function wireWithoutProcess(): SandboxProcess {
  let end: (exit: SandboxExit) => void = () => {};
  const exited = new Promise<SandboxExit>((resolve) => (end = resolve));
  return {
    pid: -1,
    walls: [],
    baseMemoryMb: 0,
    endsGently: false,
    exited,
    onLine: () => {},
    send: (message) => void JSON.stringify(message),
    pause() {},
    resume() {},
    freeze() {},
    thaw() {},
    usage: () => Promise.resolve(undefined),
    kill() {
      end({ exitCode: null, signal: "SIGKILL", stderr: "" });
      return exited;
    },
  };
}

test("a million mutated lines: every run ends in one of the known ways, nothing is thrown, no prototype changes", async () => {
  const lines = mutatedLines(seededRandom(20_261_124));
  const kinds = new Map<string, number>();
  let read = 0;
  while (read < 1_000_000) {
    const { outcome, read: more } = await play(lines, wireWithoutProcess());
    read += more;
    const kind = outcome.kind === "stopped" ? outcome.error.code : outcome.kind;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  console.log(`${read} lines: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ")}`);
  // The lines are varied enough to end runs in every way that a line can.
  const possible = ["value", "failed", "SANDBOX_PROTOCOL", "LIMIT_VALUE"];
  expect([...kinds.keys()].toSorted()).toEqual(possible.toSorted());
  expect(unhandled).toEqual([]);
  expect(({} as { x?: unknown }).x).toBeUndefined();
}, 300_000);

test("mutated lines from real processes that own the wire end only their own run", async () => {
  const driver = createDenoDriver({
    main: fileURLToPath(new URL("./fixtures/programs/hostile-guest.ts", import.meta.url)),
    outerWall: "off",
  });
  const lines = mutatedLines(seededRandom(7));
  for (let i = 0; i < 100; i += 1) {
    const sandbox = new Sandbox(await driver.start({ memoryMb: 128, maxLineBytes: maxLineBytes(limits) }));
    const code = Array.from({ length: 20 }, () => lines.next().value).join("\n");
    const outcome = await sandbox.run({
      message: { program: { file: "x.ts", code: `${code}\n{"kind":"done","run":1}\n` }, servers: [], skills: [], values: "json" },
      limits,
      signal: new AbortController().signal,
      answer: () => Promise.resolve(null),
      onOutput: () => {},
    });
    expect(["value", "failed", "stopped"]).toContain(outcome.kind);
    await sandbox.kill();
  }
  expect(unhandled).toEqual([]);
}, 300_000);
