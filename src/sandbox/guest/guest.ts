import type { HostMessage } from "../messages.ts";
import { bindServer, tools } from "./bindings.ts";
import { encodeValue } from "./codec.ts";
import { createConsole } from "./console.ts";
import type { Engine } from "./engine.ts";
import { isOutOfMemory, ToolError, toWireError } from "./errors.ts";
import { refuseAbsent } from "./absent.ts";
import { limitContent, progress, show as showContent } from "./present.ts";
import { limitArguments, settle, useAsyncStacks } from "./requests.ts";
import { handles, prompts, resources } from "./resources.ts";
import { serveSkills } from "./serve-skills.ts";
import { evaluateWith, runProgram, servers } from "./session.ts";
import { addSkill, takeUses } from "./skills.ts";
import { toValueJson } from "./values.ts";
import { connect, flush, post, postLine, startRun } from "./wire.ts";

const { parse } = JSON;
const WARM_UP =
  '{"kind":"run","run":0,"program":{"file":"warm-up.ts","code":"(async ($codemode) => { \\"use strict\\"; return [1]; })"},"servers":[],"skills":[],"values":"json","maxValueBytes":1000,"maxArgumentBytes":1000,"maxOutputBytes":1000}';

/** What the engine's module tells the guest: each message of the host, and rejections that nobody handles. */
export interface Guest {
  receive(message: HostMessage): void;
  unhandled(reason: unknown): void;
}

type RunMessage = Extract<HostMessage, { kind: "run" }>;
type ServeMessage = Extract<HostMessage, { kind: "serve" }>;

/** Prepares the global object and says that the guest is ready. */
export async function startGuest(engine: Engine): Promise<Guest> {
  evaluateWith((code, file) => engine.evaluate(code, file));
  useAsyncStacks(engine.asyncStacks);
  refuseAbsent();
  const outputLimit = { maxOutputBytes: Infinity };
  Object.assign(globalThis, {
    console: createConsole((parts) => engine.format(parts), outputLimit),
    servers,
    tools,
    resources,
    prompts,
    handles,
    progress,
    show: showContent,
    ToolError,
  });

  let running = 0;
  const show = (value: unknown): string => engine.format([value]);
  const skills = serveSkills(show);

  async function run(message: RunMessage | ServeMessage): Promise<void> {
    running = message.run;
    startRun(message.run);
    outputLimit.maxOutputBytes = message.maxOutputBytes;
    limitArguments(message.maxArgumentBytes);
    limitContent(message.maxValueBytes);
    try {
      for (const manifest of message.servers) bindServer(manifest);
      for (const skill of message.skills) addSkill(skill);
      const isProgram = message.kind === "run";
      const value = isProgram ? await runProgram(message.program) : await skills.ended();
      await engine.turn();
      tellUses(message.run);
      const json = isProgram && message.values === "rich" ? encodeValue(value) : toValueJson(value);
      // Characters are never more than bytes; the host counts the bytes.
      if (json !== undefined && json.length > message.maxValueBytes) post({ kind: "exceeded", run: message.run, limit: "LIMIT_VALUE" });
      else postLine(json === undefined ? `{"kind":"done","run":${message.run}}` : `{"kind":"done","run":${message.run},"value":${json}}`);
    } catch (error) {
      if (isOutOfMemory(error)) engine.outOfMemory();
      tellUses(message.run);
      post({ kind: "failed", run: message.run, error: toWireError(error, show) });
    }
    flush();
  }

  function tellUses(number: number): void {
    const uses = takeUses();
    if (uses.length > 0) post({ kind: "used", run: number, uses });
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
      // After the run that they belong to has begun.
      else if (message.kind === "invoke") void warm.then(() => skills.invoke(message));
      else if (message.kind === "end") void warm.then(() => skills.end());
      else if (message.run > running) void warm.then(() => run(message));
      else engine.exit();
    },
    unhandled(reason) {
      if (isOutOfMemory(reason)) engine.outOfMemory();
      const { name, message } = toWireError(reason, show);
      post({
        kind: "output",
        run: running,
        level: "warn",
        text: `Warning: a promise that nobody awaited was rejected: ${name}: ${message}`,
      });
    },
  };
}
