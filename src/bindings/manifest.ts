import type { ServerManifest } from "../sandbox/messages.ts";
import type { Tool } from "../registry/tool.ts";
export function serverManifest(server: string, tools: readonly Tool[]): ServerManifest {
  return { server, tools: tools.map((t) => [t.name, t.name] as const) };
}
