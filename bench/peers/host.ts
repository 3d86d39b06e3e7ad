// `node host.js <adapter.js>`: a process that holds one peer and answers its parent: the library as a program of its user has it.
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Adapter, Outcome, Peer } from "./adapter.ts";
import type { Answer, Question, Request } from "./messages.ts";

const { open } = (await import(pathToFileURL(process.argv[2] as string).href)) as Adapter;
let peer: Peer | undefined;

// Nobody asks any more.
process.on("disconnect", () => process.exit());
process.on("message", async (request: Request) => {
  let answer: Answer;
  try {
    answer = { id: request.id, value: await answerTo(request.question) };
  } catch (error) {
    answer = { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer);
});

async function answerTo(question: Question): Promise<unknown> {
  if (question.kind === "ping") return "pong";
  if (question.kind === "open") {
    const start = performance.now();
    peer = await open(question.options);
    return performance.now() - start;
  }
  if (!peer) throw new Error("It is not open.");
  if (question.kind === "close") return peer[Symbol.asyncDispose]();
  if (question.kind === "execute") return peer.execute(question.program, question.session);
  return question.kind === "sample" ? sample(peer, question) : together(peer, question);
}

async function sample(of: Peer, { program, expect, session }: Question & { kind: "sample" }): Promise<number> {
  await rest(of, session === undefined ? LONG_QUIET_MS : QUIET_MS);
  const start = performance.now();
  const outcome = await of.execute(program, session);
  const ms = performance.now() - start;
  hold(outcome, expect);
  return ms;
}

/** Milliseconds of so many executions at once, until the last has ended. */
async function together(of: Peer, { program, expect, count }: Question & { kind: "together" }): Promise<number> {
  await rest(of, LONG_QUIET_MS);
  const start = performance.now();
  const outcomes = await Promise.all(Array.from({ length: count }, () => of.execute(program)));
  const ms = performance.now() - start;
  for (const outcome of outcomes) hold(outcome, expect);
  await rest(of, LONG_QUIET_MS);
  return ms;
}

/** A figure of a program that did not do its work is none. */
function hold({ ok, value, error }: Outcome, expect: unknown): void {
  if (!ok) throw new Error(error ?? "the program failed");
  if (JSON.stringify(value) !== JSON.stringify(expect)) {
    throw new Error(`it gave ${JSON.stringify(value)?.slice(0, 100)} instead of ${JSON.stringify(expect)}`);
  }
}

async function rest(of: Peer, quietMs: number): Promise<void> {
  await of.rest?.();
  await pause(quietMs);
}

/** Between two samples, so that what the last one left to do is done; longer where what is kept in store has been used. */
const QUIET_MS = 20;
const LONG_QUIET_MS = 150;
