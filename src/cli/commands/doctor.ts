import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { discover, here } from "../../clients/discover.ts";
import { createCodemode, type Codemode } from "../../codemode.ts";
import type { Config } from "../../config/config.ts";
import { findConfig } from "../../config/find-config.ts";
import { parseConfig } from "../../config/load.ts";
import { CodemodeError, messageOf } from "../../errors.ts";
import type { SandboxReport } from "../../executor/executor-options.ts";
import type { Language } from "../../executor/languages/language.ts";
import { reportChecker } from "../doctor/checker.ts";
import type { CheckerReport, ConfigReport, DoctorReport, Problem } from "../doctor/report.ts";
import { problemsOf, reportServers } from "../doctor/servers.ts";
import { showReport } from "../doctor/show.ts";
import { tokensOfGateway } from "../doctor/tokens.ts";
import { withLifecycle } from "../lifecycle.ts";
import { loadOrAsk, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

/** `codemode doctor`: how this machine, the config and the servers are, and what to do about what is wrong. Exit code 1 where something is. */
export function doctor(options: CommonOptions): Promise<number> {
  return withLifecycle(openPatient(options), async (patient, signal) => {
    const report = await examine(patient, options, signal);
    if (options.json) printJson(report);
    else
      process.stdout.write(
        showReport(report)
          .map((line) => `${plain(line)}\n`)
          .join(""),
      );
    return report.problems.length > 0 ? 1 : 0;
  });
}

interface Patient extends AsyncDisposable {
  readonly codemode: Codemode;
  /** When each server was ready, from the moment in which all began to start. */
  readonly connectMs: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** A config that can't be used is a finding, and the rest is looked at without it. */
async function openPatient(options: CommonOptions): Promise<Patient> {
  const problems: Problem[] = [];
  let config: Config;
  try {
    config = await loadOrAsk(options);
  } catch (error) {
    if (!(error instanceof CodemodeError) || error.code === "CANCELLED") throw error;
    problems.push({ what: `${error.message} [${error.code}]`, next: "Nothing of this config was started." });
    config = parseConfig({});
  }
  const connectMs = new Map<string, number>();
  const startedAt = performance.now();
  const codemode = createCodemode({
    config,
    skills: options.skills === undefined ? [] : [options.skills].flat(),
    onServerChange({ name, state }) {
      if (state.kind === "ready" && !connectMs.has(name)) connectMs.set(name, performance.now() - startedAt);
    },
  });
  return { codemode, connectMs, problems, [Symbol.asyncDispose]: () => codemode[Symbol.asyncDispose]() };
}

async function examine(
  { codemode, connectMs, problems: known }: Patient,
  options: CommonOptions,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const problems = [...known];
  const needed = neededNode();
  if (!isAtLeast(process.versions.node, needed))
    problems.push({ what: `Node ${process.versions.node} is too old`, next: `Install Node ${needed} or newer.` });
  const statuses = await waitForServers(codemode, signal);
  const servers = await reportServers(codemode, statuses, connectMs, signal);
  problems.push(...servers.flatMap(problemsOf));
  // One after the other: together they would measure each other.
  const sandbox = await sandboxOf(codemode, "typescript", problems);
  const python = await sandboxOf(codemode, "python", problems);
  const checker: CheckerReport = sandbox ? await reportChecker(codemode, signal) : { state: "missing", why: "there is no sandbox." };
  const files = await discover(here());
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    config: configOf(options),
    clients: [...new Set(files.filter(({ installed }) => installed).map(({ client }) => client.title))],
    ...(sandbox ? { sandbox } : {}),
    ...(python ? { python } : {}),
    checker,
    servers,
    tokens: { servers: servers.reduce((total, { tokens = 0 }) => total + tokens, 0), ours: await tokensOfGateway(codemode) },
    problems,
  };
}

async function sandboxOf(codemode: Codemode, language: Language, problems: Problem[]): Promise<SandboxReport | undefined> {
  try {
    return await codemode.executor.inspectSandbox(language);
  } catch (error) {
    problems.push({
      what: `no sandbox for ${language === "python" ? "Python" : "TypeScript"}: ${messageOf(error)}`,
      next: "Install again, with optional packages, or choose another with codemode.sandbox.",
    });
    return undefined;
  }
}

function configOf({ config }: CommonOptions): ConfigReport {
  return config === undefined ? (findConfig(process.cwd(), process.env) ?? {}) : { file: resolve(config), origin: "given" };
}

/** The least version of Node, as package.json has it. */
function neededNode(): string {
  const { engines } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as { engines: { node: string } };
  return engines.node.replace(/^>=\s*/, "");
}

function isAtLeast(version: string, least: string): boolean {
  const [own, asked] = [version, least].map((each) => each.split(".").map(Number));
  for (const [index, part] of (asked ?? []).entries()) if (own?.[index] !== part) return (own?.[index] ?? 0) > part;
  return true;
}
