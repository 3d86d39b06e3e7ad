import { ToolRegistry, type ToolRegistryOptions } from "../../src/registry/registry.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { commandOf, descendants } from "../fixtures/processes.ts";

/** The config entry of a server that misbehaves over stdio as `hostile-wire.js` says. */
export function hostileServer(behaviour: string, ...details: string[]): { command: string; args: string[] } {
  const { command, args } = fixtureServer("hostile-wire");
  return { command, args: [...args, behaviour, ...details] };
}

/** A registry with servers that have connected or failed. */
export async function open(
  servers: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  options: ToolRegistryOptions = {},
): Promise<ToolRegistry> {
  const registry = new ToolRegistry({ connectTimeoutMs: 10_000, ...options });
  for (const [name, config] of Object.entries(servers)) registry.addServer(name, config);
  await registry.discoverAll();
  return registry;
}

/** The processes of this test's hostile servers. */
export function hostileProcesses(behaviour: string): number[] {
  return descendants(process.pid).filter((pid) => commandOf(pid).includes(`hostile-wire.js ${behaviour}`));
}
