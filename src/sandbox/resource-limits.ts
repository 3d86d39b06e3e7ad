import { existsSync } from "node:fs";

/**
 * The start of a command line that sets the kernel's limits on a guest, where util-linux offers it: no core dumps, few open files, not one
 * byte written to any file (RLIMIT_FSIZE; pipes are none), and a ceiling on private memory above the watched limit, for what grows faster than the watch looks.
 *
 * @returns nothing on a system without `prlimit`
 */
export function resourceLimits(memoryMb: number): string[] {
  if (process.platform !== "linux" || !existsSync(PRLIMIT)) return [];
  const dataBytes = (ENGINE_DATA_MB + 2 * memoryMb) * 2 ** 20;
  return [PRLIMIT, "--core=0", "--nofile=64", "--fsize=0", `--data=${dataBytes}`, "--"];
}

const PRLIMIT = "/usr/bin/prlimit";
/** Deno does not start below about 768 MiB of data segments, most of which it never touches. */
const ENGINE_DATA_MB = 768;
