import type { SandboxDriver, StartOptions } from "../driver.ts";
import { wallIn, type OuterWall } from "../outer-wall/outer-wall.ts";
import { startGuestProcess } from "./child-process.ts";
import { resolveDenoBinary } from "./deno-binary.ts";
import { refusingImportMap } from "./deno-refused-modules.ts";
import { guestBundle } from "./guest-bundle.ts";

export interface DenoDriverOptions {
  /** Whether a wall of the operating system goes around the process. @default "auto" */
  readonly outerWall?: OuterWall;
  /** A file with another program for the guest's side of the wire; a test may play a hostile guest. @default the package's own */
  readonly main?: string;
}

/**
 * Sandboxes in Deno without any permission, so no file system, network, environment, subprocess or FFI. The process has no module of a
 * file: it starts with a `data:` URL and takes the guest's code from the wire.
 */
export function createDenoDriver({ outerWall = "auto", main }: DenoDriverOptions = {}): SandboxDriver {
  let guest: { readonly main: string; readonly firstLine: string } | undefined;
  return {
    name: "deno",
    async start(options) {
      guest ??= main === undefined ? packagedGuest() : { main, firstLine: "" };
      const readable = main === undefined ? [resolveDenoBinary()] : [resolveDenoBinary(), main];
      const { command, walls, release } = await wallIn(denoCommand(guest.main, options), outerWall, {
        readable,
        memoryMb: options.memoryMb,
      });
      return startGuestProcess({
        command,
        env: denoEnvironment,
        firstLine: guest.firstLine,
        release,
        walls: ["process", "deno-permissions", ...walls],
        maxLineBytes: options.maxLineBytes,
      });
    },
  };
}

function packagedGuest(): { readonly main: string; readonly firstLine: string } {
  const boot = `data:text/javascript;base64,${Buffer.from(guestBundle("boot")).toString("base64")}`;
  return { main: boot, firstLine: `${JSON.stringify(guestBundle("deno"))}\n` };
}

/**
 * Deno's caches and localStorage would outlive the process in DENO_DIR; a folder inside a device or a file can't be made, not even by root.
 * The host's time zone tells about it.
 */
export const denoEnvironment = {
  DENO_DIR: process.platform === "win32" ? `${process.execPath}\\none` : "/dev/null/none",
  NO_COLOR: "1",
  TZ: "UTC",
  LANG: "en_US.UTF-8",
} as const;

/** No questions, no downloads, no files of a project: what every sandbox in Deno starts with. */
export const denoFlags = ["--no-prompt", "--no-remote", "--no-npm", "--no-config", "--no-lock", "--cached-only"] as const;

/** The command line of a sandbox whose main module is a path or a `data:` URL. @throws CodemodeError `SANDBOX_MISSING` */
export function denoCommand(main: string, { memoryMb }: Pick<StartOptions, "memoryMb">): string[] {
  return [
    resolveDenoBinary(),
    "run",
    ...denoFlags,
    `--import-map=${refusingImportMap()}`,
    `--v8-flags=--max-old-space-size=${memoryMb},${ROOM_FOR_NEW}`,
    main,
  ];
}

/** The engine starts with 1 MiB for new objects: a program that makes many is 6 % faster with more, and the process is no larger. */
const ROOM_FOR_NEW = "--min-semi-space-size=4";
