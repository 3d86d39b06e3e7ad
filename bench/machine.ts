import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { CodeModeExecutor, ToolRegistry, type ExecutorOptions } from "mcp-codemode";
import { inPackage } from "./paths.ts";

/** Where the numbers come from. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** System, its version and the architecture: `Linux 6.1 x64`. */
  readonly platform: string;
  readonly node: string;
  /** Of this package. */
  readonly version: string;
  readonly driver: string;
  /** The guest's engine with its version, or that of the package which brings it. */
  readonly engine: string;
  /** What stood around the sandbox of a first execution, as its result says. */
  readonly walls: readonly string[];
  /** Which outer wall was asked for. */
  readonly outerWall: string;
  /** Runnable processes per core in the last minute, before anything was measured. */
  readonly load: number;
  /** Present where other work makes the numbers unreliable. */
  readonly warning?: string;
}

export async function describeMachine(options: Required<Pick<ExecutorOptions, "driver" | "outerWall">>): Promise<Machine> {
  const cores = availableParallelism();
  const load = Math.round(((loadavg()[0] ?? 0) / cores) * 100) / 100;
  await using executor = new CodeModeExecutor(new ToolRegistry(), options);
  const { sandbox, error } = await executor.execute("1 + 1");
  if (!sandbox) throw new Error(`The first execution did not run: ${error?.message}`);
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${type()} ${release().split(".").slice(0, 2).join(".")} ${process.arch}`,
    node: process.versions.node,
    version: versionOf("mcp-codemode") ?? "unknown",
    driver: sandbox.driver,
    engine: engineOf(sandbox.driver),
    walls: sandbox.walls,
    outerWall: options.outerWall,
    load,
    ...(load > 0.5 ? { warning: `Warning: this machine has other work (load ${load} per core); the numbers are not to be trusted.` } : {}),
  };
}

/** In two lines: the machine and its load, and the versions. */
export function machineText(machine: Machine): string {
  const { cores, cpu, memoryGb, platform, node, version, driver, engine, walls, outerWall, load, warning } = machine;
  const loaded = warning === undefined ? "" : " (**other work was running: not to be trusted**)";
  return [
    `${cores} x ${cpu}, ${memoryGb} GB, ${platform}, load ${load} per core${loaded}.`,
    `mcp-codemode ${version}, Node ${node}, ${engine}; driver ${driver}, walls ${walls.join(", ")}, outer wall ${outerWall}.`,
  ].join("\n");
}

function engineOf(driver: string): string {
  if (driver === "quickjs") return `quickjs-wasi ${versionOf("quickjs-wasi")}`;
  const { optionalDependencies } = JSON.parse(readFileSync(inPackage("package.json"), "utf8")) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  const installed = Object.keys(optionalDependencies).find((name) => versionOf(name) !== undefined);
  return `Deno ${installed === undefined ? "of an unknown version" : versionOf(installed)}`;
}

function versionOf(name: string): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
  } catch {
    return undefined;
  }
}
