import type { Tool } from "../../registry/tool.ts";
import type { ServerManifest } from "../../sandbox/messages.ts";
import { serverManifest } from "../manifest.ts";
import { toolSignature } from "./signature.ts";

/** What the Python guest needs to build a server's module and to check programs against it: data, never code. */
export function pythonManifest(server: string, module: string, tools: readonly Tool[]): ServerManifest {
  return { ...serverManifest(server, tools), module, signatures: tools.map(({ inputSchema }) => toolSignature(inputSchema)) };
}
