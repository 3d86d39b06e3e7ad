import { spawn } from "node:child_process";
import { once } from "node:events";
import { fixtureServer } from "../fixtures/server-config.ts";

/** Starts a server that misbehaves over HTTP as `hostile-http.js` says, until it is disposed. */
export async function hostileHttp(behaviour: string, ...details: string[]): Promise<{ readonly url: string } & AsyncDisposable> {
  const { command, args } = fixtureServer("hostile-http");
  const child = spawn(command, [...args, behaviour, ...details], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return {
    url: `http://127.0.0.1:${String(port).trim()}/mcp`,
    async [Symbol.asyncDispose]() {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
