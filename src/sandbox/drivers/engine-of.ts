import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { resolveDenoBinary } from "./deno-binary.ts";

/** The program that guests run in. */
export interface Engine {
  readonly path: string;
  readonly version: string;
}

/** Which program a driver of this name starts: Deno's binary, or this Node. @throws CodemodeError `SANDBOX_MISSING` */
export async function engineOf(driver: string): Promise<Engine> {
  if (!driver.includes("deno")) return { path: process.execPath, version: `node ${process.versions.node}` };
  const path = resolveDenoBinary();
  const { stdout } = await promisify(execFile)(path, ["--version"], { env: {}, timeout: 10_000 });
  return { path, version: stdout.split("\n")[0]?.trim() ?? "" };
}
