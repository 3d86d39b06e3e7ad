import type { ServerManifest } from "../messages.ts";
import { ask, callTool } from "./requests.ts";

type Binding = (args?: unknown) => Promise<unknown>;

const modules = new Map<string, Record<string, Binding>>();
const proxies = new Map<string, object>();

/** Builds the bindings of a server from data; the fixed code below is all there is, nothing a server wrote becomes code. */
export function bindServer({ server, tools }: ServerManifest): void {
  const bindings = Object.create(null) as Record<string, Binding>;
  for (const [identifier, name] of tools) {
    const binding: Binding = (args) => callTool(server, name, args);
    Object.defineProperty(binding, "name", { value: identifier });
    bindings[identifier] = binding;
    // An object with a `then` is a promise to `await`: importing the server would call the tool, and wait for ever.
    if (name !== "then") bindings[name] ??= binding;
  }
  modules.set(server, bindings);
  proxies.delete(server);
}

/** The bindings of `generated/servers/<server>`, or undefined. */
export function bindingsOf(server: string): Record<string, Binding> | undefined {
  return modules.get(server);
}

/** `servers.<server>.<tool>`: every name is answered, so that a tool which the manifest does not hold gets the host's own error. */
export const servers: object = new Proxy(Object.create(null) as object, {
  get: (_, server) => (typeof server === "string" && server !== "then" ? serverProxy(server) : undefined),
  has: (_, server) => typeof server === "string" && modules.has(server),
  ownKeys: () => [...modules.keys()],
  getOwnPropertyDescriptor: (_, server) =>
    typeof server === "string" && modules.has(server) ? { value: serverProxy(server), enumerable: true, configurable: true } : undefined,
});

function serverProxy(server: string): object {
  let proxy = proxies.get(server);
  if (!proxy) {
    const known = modules.get(server) ?? (Object.create(null) as Record<string, Binding>);
    proxy = new Proxy(known, {
      get: (_, tool) => {
        if (typeof tool !== "string") return undefined;
        if (tool in known) return known[tool];
        // A promise is recognised by its `then`; `await servers.x` must not call a tool.
        return tool === "then" ? undefined : (args?: unknown) => callTool(server, tool, args);
      },
    });
    proxies.set(server, proxy);
  }
  return proxy;
}

/** Finding tools from inside a program. */
export const tools = Object.freeze({
  search: (query: string) => ask({ kind: "search", query: short(query) }),
  describe: (name: string) => ask({ kind: "describe", name: short(name) }),
});

/** The host takes no longer question, and ends a program that asks one. */
function short(question: unknown): string {
  const text = String(question);
  if (text.length > MAX_QUESTION_CHARACTERS)
    throw new TypeError(`A question about tools has at most ${MAX_QUESTION_CHARACTERS} characters, not ${text.length}.`);
  return text;
}

const MAX_QUESTION_CHARACTERS = 1_000;
