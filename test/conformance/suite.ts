import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conformance } from "./tools.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** One thing that the suite looks at. */
export interface Check {
  readonly scenario: string;
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
}

export interface Verdict {
  /** 0 where nothing that is scored has failed. */
  readonly code: number;
  readonly checks: readonly Check[];
  /** What it said. */
  readonly said: string;
}

/** Runs the suite and reads what it has written. */
export async function judge(...args: readonly string[]): Promise<Verdict> {
  const results = await mkdtemp(join(tmpdir(), "codemode-conformance-"));
  const { code, stdout, stderr } = await conformance(...args, "--output-dir", results);
  const files = (await readdir(results, { recursive: true })).filter((file) => file.endsWith("checks.json"));
  const checks = await Promise.all(
    files.map(async (file) => {
      const scenario = file.replace(/^server-/, "").replace(/-\d{4}-\d\d-\d\dT.*$/s, "");
      const all = JSON.parse(await readFile(join(results, file), "utf8")) as Omit<Check, "scenario">[];
      return all.map(({ id, status, errorMessage }) => ({ scenario, id, status, ...(errorMessage ? { errorMessage } : {}) }));
    }),
  );
  return { code, checks: checks.flat(), said: stdout + stderr };
}

/** The scenarios that a version of the protocol requires, as the suite lists them. */
export async function required(role: "server" | "client", version: string): Promise<string[]> {
  const { stdout } = await conformance("list", "--requirements", version);
  const [, listed = ""] = new RegExp(`${role} scenarios[^\\n]*\\n(.*?)\\n\\n`, "is").exec(stdout) ?? [];
  return [...listed.matchAll(/^ +- (\S+)/gm)].map(([, name]) => name as string);
}

/** A gateway over HTTP on loopback, until it is disposed. */
export async function gatewayOverHttp(config: object): Promise<{ readonly url: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "codemode-conformance-"));
  const file = join(folder, "codemode.json");
  await writeFile(file, JSON.stringify(config));
  const child: ChildProcess = spawn(process.execPath, [main, "serve", "--http", "0", "--auth", "none", "--config", file], {
    env: { PATH: process.env.PATH, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
  while (!/is ready with/.test(said)) {
    if (child.exitCode !== null) throw new Error(`The gateway has ended: ${said}`);
    await Promise.race([once(child.stderr as NodeJS.ReadableStream, "data"), once(child, "exit")]);
  }
  return {
    url: /listening on (\S+)/.exec(said)?.[1] as string,
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
