import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The config of the demo's three servers over one folder: from node_modules where they are installed, else through npx. */
export function demoServers(folder: string): Record<string, Record<string, unknown>> {
  return {
    filesystem: officialServer("filesystem", [folder]),
    memory: { ...officialServer("memory", []), env: { MEMORY_FILE_PATH: join(folder, "memory.jsonl") } },
    everything: officialServer("everything", []),
  };
}

function officialServer(name: string, args: readonly string[]): { command: string; args: string[] } {
  const manifest = installedManifest(`@modelcontextprotocol/server-${name}`);
  if (manifest === undefined) return { command: "npx", args: ["-y", `@modelcontextprotocol/server-${name}@${SERVERS_VERSION}`, ...args] };
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: Record<string, string> };
  return { command: process.execPath, args: [join(dirname(manifest), Object.values(bin)[0] as string), ...args] };
}

/** Their packages have no main module that could be resolved, so node_modules folders are looked through upwards. */
function installedManifest(name: string): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, "node_modules", name, "package.json");
    if (existsSync(manifest)) return manifest;
    if (folder === dirname(folder)) return undefined;
  }
}

const SERVERS_VERSION = "2026.8.31";
