import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { ToolRegistry } from "../../src/registry/registry.ts";
import { fixtureServer } from "../fixtures/server-config.ts";
import { Canaries } from "./canaries.ts";
import type { HostileCase } from "./cases.ts";

/** The host that hostile programs attack: its canaries, and the servers that they may call. */
export interface Arena extends AsyncDisposable {
  readonly registry: ToolRegistry;
  readonly canaries: Canaries;
}

export async function openArena(): Promise<Arena> {
  const canaries = await Canaries.plant();
  const registry = new ToolRegistry();
  for (const name of ["probe", "probe2", "liar"]) {
    const { command, args } = fixtureServer("probe");
    registry.addServer(name, { command, args: [...args, name] });
  }
  await registry.discoverAll();
  return {
    registry,
    canaries,
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]();
      await canaries[Symbol.asyncDispose]();
    },
  };
}

/** Which of the cases a naive sandbox lets out: a program of this folder's that reads a case from its standard input. */
export async function escapesFrom(
  control: { readonly command: readonly string[]; readonly atOnce: number; readonly overdueMs: number },
  cases: readonly HostileCase[],
): Promise<string[]> {
  const escaped: string[] = [];
  for (let at = 0; at < cases.length; at += control.atOnce) {
    const some = cases.slice(at, at + control.atOnce);
    const outputs = await Promise.all(some.map((each) => outputOf(control.command, each, control.overdueMs)));
    for (const [index, output] of outputs.entries()) if (/^ESCAPED/m.test(output)) escaped.push(some[index]?.id ?? "");
  }
  return escaped;
}

/** The path of a file in `test/`. */
export function inTest(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

async function outputOf(command: readonly string[], each: HostileCase, overdueMs: number): Promise<string> {
  const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "ignore"] });
  const overdue = setTimeout(() => child.kill("SIGKILL"), overdueMs);
  child.stdin.end(JSON.stringify(each));
  const output = await text(child.stdout);
  clearTimeout(overdue);
  return output;
}
