// Ours, as a user of the library opens it: nothing but limits is set.
import { createCodemode } from "../../../dist/index.js";

export async function open(options) {
  return openAs("typescript", PRELUDE, options);
}

/** @param {string} prelude what stands before a program, on its first line */
export async function openAs(language, prelude, { servers, timeoutMs, memoryMb, maxSessions }) {
  const limits = { guestTimeMs: timeoutMs, totalTimeMs: timeoutMs, memoryMb };
  const codemode = createCodemode({ servers, executor: { limits, maxSessions } });
  await Promise.all([codemode.registry.discoverAll(), codemode.executor.setup(language)]);
  const sessions = new Map();
  const toClose = [];
  return {
    async execute(program, session) {
      const sessionId = sessions.get(session);
      const result = await codemode.executor.execute(`${prelude}${program}`, { language, ...(sessionId ? { sessionId } : {}) });
      if (session === undefined) toClose.push(result.session_id);
      else sessions.set(session, result.session_id);
      return { ok: result.ok, value: result.value, output: result.output, error: result.error?.message };
    },
    async rest() {
      await Promise.all(toClose.splice(0).map((id) => codemode.executor.closeSession(id)));
      await codemode.executor.setup(language);
    },
    [Symbol.asyncDispose]: () => codemode[Symbol.asyncDispose](),
  };
}

const PRELUDE = 'import * as bench from "generated/servers/bench"; const textOf = (text: string) => text; ';
