import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { SandboxDriver, StartOptions } from "../driver.ts";
import { wallIn, type OuterWall } from "../outer-wall/outer-wall.ts";
import { startGuestProcess } from "./child-process.ts";
import { builtFolder } from "./guest-bundle.ts";

export interface QuickJsDriverOptions {
  /** Whether a wall of the operating system goes around the process. @default "auto" */
  readonly outerWall?: OuterWall;
}

/**
 * Sandboxes in QuickJS compiled to WebAssembly, each in a Node process of its own that may read the engine's files and nothing else. Slower
 * than Deno (an interpreter) and without `Intl`; it runs wherever Node does.
 */
export function createQuickJsDriver({ outerWall = "auto" }: QuickJsDriverOptions = {}): SandboxDriver {
  return {
    name: "quickjs",
    async start(options) {
      const folders = [engineFolder(), formatterFolder(), builtFolder()];
      const { command, walls, release } = await wallIn(nodeCommand(folders, options), outerWall, {
        readable: [process.execPath, ...folders],
        memoryMb: options.memoryMb,
      });
      return startGuestProcess({
        command,
        release,
        env: { TZ: "UTC", NODE_NO_WARNINGS: "1" },
        walls: ["process", "webassembly", "node-permissions", ...walls],
        maxLineBytes: options.maxLineBytes,
      });
    },
  };
}

function nodeCommand(folders: readonly string[], { memoryMb }: StartOptions): string[] {
  const major = Number(process.versions.node.split(".")[0]);
  return [
    process.execPath,
    major < 22 ? "--experimental-permission" : "--permission",
    ...folders.map((folder) => `--allow-fs-read=${folder}/*`),
    "--disallow-code-generation-from-strings",
    "--no-addons",
    "--no-wasm-dynamic-tiering",
    // The engine's extensions are linked with constant expressions that V8 understood only behind a flag at first.
    ...(major < 22 ? ["--experimental-wasm-extended-const"] : []),
    // The hard maximum of the guest's memory, in pages of 64 KiB.
    `--wasm-max-mem-pages=${(memoryMb + ABOVE_WATCH_MB) * 16}`,
    `--max-old-space-size=${memoryMb}`,
    "--stack-size=2000",
    `${builtFolder()}/drivers/quickjs-child.js`,
    ...folders,
  ];
}

/** Room above the watched limit, so that the watch ends what grows slowly, and this what grows faster than the watch looks. */
const ABOVE_WATCH_MB = 96;

function engineFolder(): string {
  return packageFolder("quickjs-wasi/package.json");
}

function formatterFolder(): string {
  return dirname(packageFolder("node-inspect-extracted"));
}

function packageFolder(file: string): string {
  return dirname(createRequire(import.meta.url).resolve(file));
}
