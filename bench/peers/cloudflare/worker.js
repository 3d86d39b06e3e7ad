// The Worker that a user of Cloudflare's deploys: it runs programs with `DynamicWorkerExecutor`; tools are behind the service binding HOST.
import { DynamicWorkerExecutor } from "@cloudflare/codemode";

export default {
  async fetch(request, env) {
    const { code, tools, timeout } = await request.json();
    const executor = new DynamicWorkerExecutor({ loader: env.LOADER, timeout });
    const fns = Object.fromEntries(tools.map((name) => [name, (args) => callTool(env.HOST, name, args)]));
    try {
      return Response.json(await executor.execute(code, [{ name: "bench", fns }]));
    } catch (error) {
      // It rejects where the program has a syntax error.
      return Response.json({ error: error.message });
    }
  },
};

async function callTool(host, name, args) {
  const response = await host.fetch("http://host/", { method: "POST", body: JSON.stringify({ name, args }) });
  const { value, error } = await response.json();
  if (error !== undefined) throw new Error(error);
  return value;
}
