import { fileURLToPath } from "node:url";
import type { SandboxDriver, StartOptions } from "../driver.ts";
import { resolveOuterWall, type OuterWall } from "../outer-wall/outer-wall.ts";
import { resourceLimits } from "../resource-limits.ts";
import { startGuestProcess } from "./child-process.ts";
import { resolveDenoBinary } from "./deno-binary.ts";

export interface DenoDriverOptions {
  /** Whether a wall of the operating system goes around the process. @default "auto" */
  readonly outerWall?: OuterWall;
  /** The program that speaks the guest's side of the wire. @default the package's own; a test may play a hostile guest */
  readonly main?: URL;
}

/**
 * Sandboxes in Deno without any permission, so no file system, network, environment, subprocess or FFI. Guest code is never part of the
 * module graph that Deno starts with, because literal imports of that graph may read local files.
 */
export function createDenoDriver({ outerWall = "auto", main = guestMain() }: DenoDriverOptions = {}): SandboxDriver {
  return {
    name: "deno",
    async start(options) {
      const command = denoCommand(main, options);
      const around = await resolveOuterWall(outerWall, { readable: [resolveDenoBinary(), fileURLToPath(new URL("..", main))] });
      return startGuestProcess({
        command: [...resourceLimits(options.memoryMb), ...around.command, ...command],
        env: denoEnvironment,
        walls: ["process", "deno-permissions", ...around.walls],
        maxLineBytes: options.maxLineBytes,
      });
    },
  };
}

/** Deno's caches and localStorage would outlive the process in DENO_DIR; this one can't exist. The host's time zone tells about it. */
export const denoEnvironment = { DENO_DIR: "/nonexistent/codemode", NO_COLOR: "1", TZ: "UTC", LANG: "en_US.UTF-8" } as const;

/** The command line of a sandbox. @throws CodemodeError `SANDBOX_MISSING` */
export function denoCommand(main: URL, { memoryMb }: Pick<StartOptions, "memoryMb">): string[] {
  const flags = ["--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--cached-only"];
  return [resolveDenoBinary(), "run", ...flags, `--v8-flags=--max-old-space-size=${memoryMb}`, fileURLToPath(main)];
}

/** The guest's entry: built, or as source in a checkout (Deno reads both). */
function guestMain(): URL {
  return new URL(`../guest/deno.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
}
