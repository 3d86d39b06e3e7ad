import type { Tool } from "../registry/tool.ts";
import type { ServerManifest } from "../sandbox/messages.ts";
import { assignIdentifiers } from "./names.ts";

/** What the guest needs to build a server's bindings: data, never code. */
export function serverManifest(server: string, tools: readonly Tool[]): ServerManifest {
  const identifiers = assignIdentifiers(tools.map(({ name }) => name));
  return { server, tools: tools.map(({ name }) => [identifiers.get(name) as string, name] as const) };
}
