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

/** What the engine's module tells the guest: each message of the host, and rejections that nobody handles. */
export interface Guest {
  receive(message: HostMessage): void;
  unhandled(reason: unknown): void;
}

type RunMessage = Extract<HostMessage, { kind: "run" }>;

/** Prepares the global object and says that the guest is ready. */
export async function startGuest(engine: Engine): Promise<Guest> {
  connect((text) => engine.write(text));
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

  // One program before the first, so that the engine has compiled the way that every program takes.
  await runProgram({ file: "warm-up.ts", code: '(async ($codemode) => { "use strict"; return [1]; })' }).then(toValueJson);
  await engine.turn();
  post({ kind: "ready" });
  flush();
  return {
    receive(message) {
      if (message.kind === "result") settle(message.id, { value: message.value });
      else if (message.kind === "failure") settle(message.id, { error: message.error });
      else if (message.run > running) void run(message);
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
