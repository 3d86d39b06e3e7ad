import type { Tool } from "../registry/tool.ts";
import type { ServerManifest } from "../sandbox/messages.ts";
import { assignIdentifiers } from "./names.ts";

/** What the guest needs to build a server's bindings: data, never code. Made once for a list of tools, because every execution wants it. */
export function serverManifest(server: string, tools: readonly Tool[]): ServerManifest {
  const [first] = tools;
  const known = first && made.get(first);
  if (known && known.manifest.server === server && isSame(known.tools, tools)) return known.manifest;
  const identifiers = assignIdentifiers(tools.map(({ name }) => name));
  const manifest = { server, tools: tools.map(({ name }) => [identifiers.get(name) as string, name] as const) };
  if (first) made.set(first, { tools, manifest });
  return manifest;
}

/** By the first tool of the list: a server's tools are the same objects until it lists them anew. */
const made = new WeakMap<Tool, { readonly tools: readonly Tool[]; readonly manifest: ServerManifest }>();

function isSame(one: readonly Tool[], other: readonly Tool[]): boolean {
  return one.length === other.length && one.every((tool, index) => tool === other[index]);
}
