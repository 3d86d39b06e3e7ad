// The floor: Node's own `vm`, which its documentation calls no security mechanism.
import { createContext, runInContext } from "node:vm";
import { connect, textOrThrow } from "../connect.js";

export async function open({ servers, timeoutMs }) {
  const connection = await connect(servers);
  const functions = connection.tools.map(({ name, call }) => [name, async (input) => textOrThrow(await call(input))]);
  const contexts = new Map();
  const fresh = () => {
    const lines = [];
    const context = createContext({
      bench: Object.fromEntries(functions),
      textOf: (text) => text,
      console: { log: (...values) => lines.push(values.join(" ")) },
    });
    return { context, lines };
  };
  return {
    async execute(program, session) {
      const { context, lines } = contexts.get(session) ?? fresh();
      if (session !== undefined) contexts.set(session, { context, lines });
      try {
        const value = await runInContext(`(async () => {\n${program}\n})()`, context, { timeout: timeoutMs });
        return { ok: true, value, output: lines.splice(0).join("\n") };
      } catch (error) {
        return { ok: false, error: String(error?.message ?? error), output: lines.splice(0).join("\n") };
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
