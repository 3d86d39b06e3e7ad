// Monty: calls come to `call_tool` on the host, one after the other, because its runner waits for each.
import { Monty, runMontyAsync } from "@pydantic/monty";
import { connect, textOrThrow } from "../connect.js";

export async function open({ servers, timeoutMs, memoryMb }) {
  const connection = await connect(servers);
  const calls = new Map(connection.tools.map(({ name, call }) => [name, call]));
  const externalFunctions = {
    /** A dict comes as a Map. */
    async call_tool(name, args) {
      try {
        return textOrThrow(await calls.get(name)(Object.fromEntries(args)));
      } catch (error) {
        // Monty makes a Python exception of an error whose name is one.
        throw Object.assign(new Error(error.message), { name: "RuntimeError" });
      }
    },
  };
  const limits = { maxDurationSecs: timeoutMs / 1_000, maxMemory: memoryMb * 2 ** 20 };
  return {
    async execute(program) {
      const lines = [];
      const printCallback = (stream, text) => lines.push(text);
      try {
        const value = await runMontyAsync(new Monty(`${PRELUDE}${program}`), { externalFunctions, limits, printCallback });
        return { ok: true, value, output: lines.join("") };
      } catch (error) {
        return { ok: false, error: error.message, output: lines.join("") };
      }
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

const PRELUDE = ["add", "sleep", "lines", "fail", "count"]
  .map((name) => `async def ${name}(**args):\n    return call_tool('${name}', args)\n`)
  .join("");
