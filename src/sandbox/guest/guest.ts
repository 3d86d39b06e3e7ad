import type { HostMessage } from "../messages.ts";
import { bindServer, servers, tools } from "./bindings.ts";
import { encodeValue } from "./codec.ts";
import { createConsole } from "./console.ts";
import type { Engine } from "./engine.ts";
import { isOutOfMemory, ToolError, toWireError } from "./errors.ts";
import { refuseAbsent } from "./absent.ts";
import { limitArguments, settle, useAsyncStacks } from "./requests.ts";
import { addSkill, evaluateWith, runProgram } from "./session.ts";
import { toValueJson } from "./values.ts";
import { connect, flush, post, postLine, startRun } from "./wire.ts";

const { parse } = JSON;
const WARM_UP =
  '{"run":0,"program":{"file":"warm-up.ts","code":"(async ($codemode) => { \\"use strict\\"; return [1]; })"},"servers":[],"skills":[],"values":"json","maxValueBytes":1000,"maxArgumentBytes":1000,"maxOutputBytes":1000}';

/** What the engine's module tells the guest: each message of the host, and rejections that nobody handles. */
export interface Guest {
  receive(message: HostMessage): void;
  unhandled(reason: unknown): void;
}

type RunMessage = Extract<HostMessage, { kind: "run" }>;

/** Prepares the global object and says that the guest is ready. */
export async function startGuest(engine: Engine): Promise<Guest> {
  evaluateWith((code, file) => engine.evaluate(code, file));
  useAsyncStacks(engine.asyncStacks);
  refuseAbsent();
  const outputLimit = { maxOutputBytes: Infinity };
  Object.assign(globalThis, { console: createConsole((parts) => engine.format(parts), outputLimit), servers, tools, ToolError });

  let running = 0;
  async function run(message: RunMessage): Promise<void> {
    running = message.run;
    startRun(message.run);
    outputLimit.maxOutputBytes = message.maxOutputBytes;
    limitArguments(message.maxArgumentBytes);
    try {
      for (const manifest of message.servers) bindServer(manifest);
      for (const skill of message.skills) addSkill(skill);
      const value = await runProgram(message.program);
      await engine.turn();
      const json = message.values === "rich" ? encodeValue(value) : toValueJson(value);
      // Characters are never more than bytes; the host counts the bytes.
      if (json !== undefined && json.length > message.maxValueBytes) post({ kind: "exceeded", run: message.run, limit: "LIMIT_VALUE" });
      else postLine(json === undefined ? `{"kind":"done","run":${message.run}}` : `{"kind":"done","run":${message.run},"value":${json}}`);
    } catch (error) {
      if (isOutOfMemory(error)) engine.outOfMemory();
      post({ kind: "failed", run: message.run, error: toWireError(error, (value) => engine.format([value])) });
    }
    flush();
  }

  let warm = Promise.resolve();
  /** A few programs before the first, with nobody listening, so that the engine has compiled the way that every program takes. */
  async function warmUp(): Promise<void> {
    connect(() => {});
    for (let times = 0; times < 3; times += 1) await run(parse(WARM_UP) as RunMessage);
    connect((text) => engine.write(text));
    engine.warmUp();
  }

  connect((text) => engine.write(text));
  post({ kind: "ready" });
  flush();
  return {
    receive(message) {
      if (message.kind === "result") settle(message.id, { value: message.value });
      else if (message.kind === "failure") settle(message.id, { error: message.error });
      else if (message.kind === "warm-up") warm = warmUp();
      // Only a guest that has asked for it is woken.
      else if (message.kind === "wake") return;
      else if (message.run > running) void warm.then(() => run(message));
      else engine.exit();
    },
    unhandled(reason) {
      if (isOutOfMemory(reason)) engine.outOfMemory();
      const { name, message } = toWireError(reason, (value) => engine.format([value]));
      post({
        kind: "output",
        run: running,
        level: "warn",
        text: `Warning: a promise that nobody awaited was rejected: ${name}: ${message}`,
      });
    },
  };
}
