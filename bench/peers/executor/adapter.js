// Executor's runtime: what a program calls comes to one `invoke` on the host.
import { makeQuickJsExecutor } from "@executor-js/runtime-quickjs";
import * as Effect from "effect/Effect";
import { connect, textOrThrow } from "../connect.js";

export async function open({ servers, timeoutMs, memoryMb }) {
  const connection = await connect(servers);
  const calls = new Map(connection.tools.map(({ server, name, call }) => [`${server}.${name}`, call]));
  const executor = makeQuickJsExecutor({ timeoutMs, memoryLimitBytes: memoryMb * 2 ** 20 });
  const invoker = {
    invoke: ({ path, args }) =>
      Effect.tryPromise({
        try: async () => textOrThrow(await calls.get(path)(args)),
        // The tag by which the runtime knows a tool's own failure.
        catch: (cause) => ({ _tag: "ExecutionToolError", message: cause.message }),
      }),
  };
  return {
    async execute(program) {
      const { result, error, logs } = await Effect.runPromise(executor.execute(`${PRELUDE}${program}`, invoker));
      return error === undefined ? { ok: true, value: result, output: logs?.join("\n") } : { ok: false, error, output: logs?.join("\n") };
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

const PRELUDE = "const bench = tools.bench; const textOf = (text) => text; ";
