import type { ServerManifest } from "../messages.ts";
import { ask, callTool } from "./requests.ts";

type Binding = (args?: unknown) => Promise<unknown>;

/** The bindings that one piece of code has: the program, or a skill, which its calls are attributed to. */
export interface Bindings {
  /** The bindings of `generated/servers/<server>`, or undefined. */
  module(server: string): Record<string, Binding> | undefined;
  /** `servers.<server>.<tool>`: every name is answered, so that a tool which the manifest does not hold gets the host's own error. */
  readonly servers: object;
}

const manifests = new Map<string, ServerManifest>();

/** Makes a server known, or known as it is now. */
export function bindServer(manifest: ServerManifest): void {
  manifests.set(manifest.server, manifest);
}

/** @param skill whose code they are for; absent for programs */
export function createBindings(skill?: string): Bindings {
  const modules = new Map<string, { readonly of: ServerManifest; readonly bindings: Record<string, Binding>; readonly proxy: object }>();

  function bound(server: string): { readonly bindings: Record<string, Binding>; readonly proxy: object } {
    const manifest = manifests.get(server) ?? { server, tools: [] };
    const known = modules.get(server);
    if (known && known.of.tools === manifest.tools) return known;
    const bindings = bind(manifest, skill);
    const proxy = new Proxy(bindings, {
      get: (_, tool) => {
        if (typeof tool !== "string") return undefined;
        if (tool in bindings) return bindings[tool];
        // A promise is recognised by its `then`; `await servers.x` must not call a tool.
        return tool === "then" ? undefined : (args?: unknown) => callTool(server, tool, args, skill);
      },
    });
    const made = { of: manifest, bindings, proxy };
    if (manifests.has(server)) modules.set(server, made);
    return made;
  }

  return {
    module: (server) => (manifests.has(server) ? bound(server).bindings : undefined),
    servers: new Proxy(Object.create(null) as object, {
      get: (_, server) => (typeof server === "string" && server !== "then" ? bound(server).proxy : undefined),
      has: (_, server) => typeof server === "string" && manifests.has(server),
      ownKeys: () => [...manifests.keys()],
      getOwnPropertyDescriptor: (_, server) =>
        typeof server === "string" && manifests.has(server)
          ? { value: bound(server).proxy, enumerable: true, configurable: true }
          : undefined,
    }),
  };
}

/**
 * Builds the bindings of a server from data; the fixed code below is all there is, nothing a server wrote becomes code. A function is made
 * when it is first asked for: a server may have ten thousand tools, of which a program calls two.
 */
function bind({ server, tools }: ServerManifest, skill: string | undefined): Record<string, Binding> {
  /** The tool behind every name that code may use: its identifier, and its own where that is no other's identifier. */
  const named = new Map(tools);
  const identifiers = new Map<string, string>();
  for (const [identifier, name] of tools) {
    // An object with a `then` is a promise to `await`: importing the server would call the tool, and wait for ever.
    if (identifier === name || name === "then" || named.has(name)) continue;
    named.set(name, name);
    identifiers.set(name, identifier);
  }
  const find = (made: Record<string, Binding>, key: PropertyKey): void => {
    const name = typeof key === "string" && !(key in made) ? named.get(key) : undefined;
    if (name === undefined) return;
    const identifier = identifiers.get(key as string) ?? (key as string);
    const binding: Binding = made[identifier] ?? ((args) => callTool(server, name, args, skill));
    Object.defineProperty(binding, "name", { value: identifier });
    made[identifier] = binding;
    made[key as string] = binding;
  };
  const findAll = (made: Record<string, Binding>): void => {
    for (const name of named.keys()) find(made, name);
  };
  return new Proxy(Object.create(null) as Record<string, Binding>, {
    get(made, key) {
      find(made, key);
      return made[key as string];
    },
    has: (made, key) => key in made || (typeof key === "string" && named.has(key)),
    getOwnPropertyDescriptor(made, key) {
      find(made, key);
      return Reflect.getOwnPropertyDescriptor(made, key);
    },
    ownKeys(made) {
      findAll(made);
      return Reflect.ownKeys(made);
    },
    preventExtensions(made) {
      findAll(made);
      return Reflect.preventExtensions(made);
    },
  });
}

/** Finding tools from inside a program. */
export const tools = Object.freeze({
  search: async (query: string, options: { readonly server?: string; readonly limit?: number; readonly offset?: number } = {}) => {
    const { server, limit = 10, offset = 0 } = options;
    return ask({
      kind: "search",
      query: short(query),
      ...(server === undefined ? {} : { server: short(server) }),
      limit: whole("limit", limit, 1),
      offset: whole("offset", offset, 0),
    });
  },
  describe: (name: string) => ask({ kind: "describe", name: short(name) }),
  servers: () => ask({ kind: "servers" }),
});

function whole(option: string, value: unknown, least: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    throw new TypeError(`tools.search takes a whole number of at least ${least} as ${option}, not ${String(value)}.`);
  return value as number;
}

/** The host takes no longer question, and ends a program that asks one. */
function short(question: unknown): string {
  const text = String(question);
  if (text.length > MAX_QUESTION_CHARACTERS)
    throw new TypeError(`A question about tools has at most ${MAX_QUESTION_CHARACTERS} characters, not ${text.length}.`);
  return text;
}

const MAX_QUESTION_CHARACTERS = 1_000;
