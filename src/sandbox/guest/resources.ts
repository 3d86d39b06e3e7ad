import type { Listed } from "../messages.ts";
import { ask } from "./requests.ts";

interface ListOptions {
  readonly server?: string;
  readonly query?: string;
}

interface FromOptions {
  readonly server?: string;
}

/** What servers offer to read. */
export const resources = Object.freeze({
  list: (options?: ListOptions) => list("resources", options),
  templates: (options?: ListOptions) => list("templates", options),
  read: async (uri: string, options: FromOptions = {}) =>
    ask({ kind: "read", uri: short("uri", uri, MAX_URI_CHARACTERS), ...from(options) }),
});

/** Prompts of servers. */
export const prompts = Object.freeze({
  list: (options?: ListOptions) => list("prompts", options),
  get: async (name: string, args: Readonly<Record<string, unknown>> = {}, options: FromOptions = {}) =>
    ask({
      kind: "prompt",
      name: short("name", name),
      // All arguments of prompts are texts (MCP `prompts/get`).
      args: Object.fromEntries(
        Object.entries(args).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
      ),
      ...from(options),
    }),
});

/** What earlier executions have kept. */
export const handles = Object.freeze({
  load: async (handle: string) => ask({ kind: "load", handle: short("handle", handle) }),
});

async function list(what: Listed, options: ListOptions = {}): Promise<unknown> {
  const { query } = options;
  return ask({ kind: "list", what, ...from(options), ...(query === undefined ? {} : { query: short("query", query) }) });
}

function from({ server }: FromOptions): { readonly server?: string } {
  return server === undefined ? {} : { server: short("server", server) };
}

/** The host takes nothing longer, and ends a program that sends it. */
function short(what: string, value: unknown, most = MAX_CHARACTERS): string {
  const text = String(value);
  if (text.length > most) throw new TypeError(`A ${what} has at most ${most} characters, not ${text.length}.`);
  return text;
}

const MAX_CHARACTERS = 1_000;
const MAX_URI_CHARACTERS = 10_000;
