// Cloudflare's: the Worker beside this file in miniflare, which is workerd as Cloudflare runs it, and tools by the official MCP client.
import { Miniflare, Response } from "miniflare";
import { rolldown } from "rolldown";
import { connect, textOrThrow } from "../connect.js";

export async function open({ servers, timeoutMs }) {
  const connection = await connect(servers);
  const calls = new Map(connection.tools.map(({ name, call }) => [name, call]));
  const miniflare = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.js", contents: await bundle() }],
    compatibilityDate: "2026-01-01",
    workerLoaders: { LOADER: {} },
    serviceBindings: {
      async HOST(request) {
        const { name, args } = await request.json();
        try {
          return Response.json({ value: textOrThrow(await calls.get(name)(args)) });
        } catch (error) {
          return Response.json({ error: error.message });
        }
      },
    },
  });
  await miniflare.ready;
  return {
    async execute(program) {
      const body = JSON.stringify({ code: `async () => { ${PRELUDE}${program}\n}`, tools: [...calls.keys()], timeout: timeoutMs });
      const response = await miniflare.dispatchFetch("http://codemode/", { method: "POST", body });
      const { result, error, logs } = await response.json();
      return { ok: error === undefined, value: result, error, output: logs?.join("\n") };
    },
    async [Symbol.asyncDispose]() {
      await miniflare.dispose();
      await connection[Symbol.asyncDispose]();
    },
  };
}

async function bundle() {
  const build = await rolldown({ input: new URL("worker.js", import.meta.url).pathname, external: [/^cloudflare:/, /^node:/] });
  const { output } = await build.generate({ format: "esm" });
  return output[0].code;
}

const PRELUDE = "const textOf = (text) => text; ";
