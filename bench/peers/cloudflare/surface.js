// What Cloudflare's puts in front of a model, in miniflare because its package loads only in Cloudflare's runtime: by createCodeTool, and by
// its runtime of connectors.
import { Miniflare } from "miniflare";
import { rolldown } from "rolldown";
import { uniqueNames } from "../unique-names.js";

export const surfaces = [
  {
    api: "createCodeTool",
    async open(servers) {
      const listed = servers.flatMap(({ server, tools }) => tools.map((tool) => ({ ...tool, server })));
      const ask = await openWorker();
      return { prompt: "", tools: [await ask({ kind: "code tool", tools: Object.fromEntries(uniqueNames(listed)) })] };
    },
  },
  {
    api: "createCodemodeRuntime, a connector for each server",
    search: "codemode.search, then codemode.describe",
    note: "The answer is that of one program, written as the description's workflow says: the types of the first match.",
    async open(servers) {
      const ask = await openWorker();
      return {
        prompt: "",
        tools: [await ask({ kind: "runtime", servers })],
        async search({ query }) {
          const code = `async () => {\n  const matches = await codemode.search(${JSON.stringify(query)});\n  return await codemode.describe(matches.results[0].path);\n}`;
          return { request: `codemode ${JSON.stringify({ code })}`, answer: JSON.stringify(await ask({ kind: "execute", code })) };
        },
      };
    },
  },
];

async function openWorker() {
  const miniflare = new Miniflare({
    modules: [{ type: "ESModule", path: "surface-worker.js", contents: await bundle() }],
    compatibilityDate: "2026-01-01",
    compatibilityFlags: ["nodejs_compat"],
    workerLoaders: { LOADER: {} },
    durableObjects: { AGENT: { className: "Agent", useSQLite: true } },
  });
  await miniflare.ready;
  return async (question) => {
    const response = await miniflare.dispatchFetch("http://codemode/", { method: "POST", body: JSON.stringify(question) });
    if (!response.ok) throw new Error((await response.text()).slice(0, 500));
    return response.json();
  };
}

async function bundle() {
  const build = await rolldown({ input: new URL("surface-worker.js", import.meta.url).pathname, external: [/^cloudflare:/, /^node:/] });
  const { output } = await build.generate({ format: "esm" });
  return output.find(({ type }) => type === "chunk").code;
}
