import { fork } from "node:child_process";
import { once } from "node:events";
import { inPackage } from "../../paths.ts";
import type { CorpusServer } from "../../types/tool-corpus.ts";
import { shortNames } from "./choose-servers.ts";
import type { ListedTool, ServedServer } from "./served-server.ts";

/** A list as a server gives it. */
export interface ServedList {
  readonly name: string;
  readonly tools: readonly ListedTool[];
}

/** Serves recorded lists as real MCP servers, all in one process of its own, until it is disposed. */
export async function serveLists(
  servers: readonly CorpusServer[],
): Promise<{ readonly servers: readonly ServedServer[] } & AsyncDisposable> {
  const lists = servers.map(({ server, tools }): ServedList => ({ name: server, tools: tools.map(toListed) }));
  const child = fork(inPackage("bench/.out/peers/tokens/list-server.js"), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = once(child, "exit");
  child.send(lists);
  const [port] = (await Promise.race([
    once(child, "message"),
    exited.then(([code]) => Promise.reject(new Error(`The server of the lists has ended with ${code}.`))),
  ])) as [number];
  const names = shortNames(servers.map(({ server }) => server));
  return {
    servers: lists.map(({ tools }, index) => ({ server: names[index] as string, url: `http://127.0.0.1:${port}/${index}`, tools })),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}

/** MCP wants every input to be an object, and clients refuse a list in which one is not said to be; a recorded server forgot to say it. */
function toListed({ name, description, inputSchema, outputSchema }: CorpusServer["tools"][number]): ListedTool {
  const input = { type: "object", ...(inputSchema as object) };
  return { name, description, inputSchema: input, ...(outputSchema ? { outputSchema: outputSchema as object } : {}) };
}
