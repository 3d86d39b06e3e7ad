import { createCodemode, type Codemode, type CodemodeOptions } from "../codemode.ts";
import { approve } from "../consent/approvals.ts";
import { showConfig } from "../consent/show-config.ts";
import type { Config } from "../config/config.ts";
import { loadConfig } from "../config/load.ts";
import { readConfigDocument } from "../config/read-config-file.ts";
import { CodemodeError } from "../errors.ts";
import type { ServerStatus } from "../registry/tool.ts";
import { ask, canAsk } from "./ask.ts";
import { plain } from "./print.ts";

/** The options that most commands have. */
export interface CommonOptions {
  readonly config?: string;
  readonly skills?: string | readonly string[];
  readonly json?: boolean;
  /** `false` by `--no-pin`. */
  readonly pin?: boolean;
  /** Patterns of tools that need no approval. */
  readonly allow?: string | readonly string[];
  readonly eval?: string;
  readonly stdin?: boolean;
  readonly lang?: string;
  readonly timeout?: number | string;
  readonly server?: string;
}

/** Reads the config and wires everything; servers start to connect. */
export async function openCodemode(options: CommonOptions, extra: CodemodeOptions = {}): Promise<Codemode> {
  const config = withAllowed(await loadOrAsk(options), options.allow);
  const skills = options.skills === undefined ? [] : [options.skills].flat();
  return createCodemode({ config, skills, ...(options.pin === false ? { pins: false } : {}), ...extra });
}

/** What somebody allows on the command line nobody is asked about; what is denied stays so. */
function withAllowed(config: Config, allow: CommonOptions["allow"] = []): Config {
  const rules = [allow].flat().map((pattern) => ({ tool: [pattern] }));
  return { ...config, policy: { ...config.policy, always: [...config.policy.always, ...rules] } };
}

/** As `loadConfig`; a project's config that is not approved is shown, and asked for, where somebody is there to answer. */
export async function loadOrAsk({ config }: CommonOptions): Promise<Config> {
  const load = (): Promise<Config> => loadConfig(config === undefined ? {} : { file: config });
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof CodemodeError) || error.code !== "CONFIG_NOT_APPROVED" || !canAsk()) throw error;
    const file = String(error.data.file);
    const document = await readConfigDocument({ file, origin: "project" });
    process.stderr.write(`${file} was found in this folder. Approving it lets it run:\n\n${showConfig(document).join("\n")}\n\n`);
    if (!(await ask("Approve?"))) throw error;
    // What was shown is approved, whatever is in the file by now.
    await approve(file, document, process.env);
    return load();
  }
}

/**
 * Waits for the servers: progress on stderr where it is a terminal, and one line for each server that failed. A failed server is no
 * failure of the command.
 */
export async function waitForServers(codemode: Codemode, signal: AbortSignal): Promise<readonly ServerStatus[]> {
  const count = codemode.registry.listServers().length;
  const interactive = process.stderr.isTTY && count > 0;
  const timer = interactive
    ? setInterval(() => {
        const ready = codemode.registry.listServers().filter(({ state }) => state.kind !== "connecting").length;
        process.stderr.write(`\rStarting servers: ${ready} of ${count} `);
      }, 100)
    : undefined;
  try {
    const statuses = await codemode.registry.discoverAll({ signal });
    if (interactive) process.stderr.write("\r\u001B[K");
    for (const { name, state } of statuses) {
      for (const { tool, why } of codemode.registry.listHeld(name))
        process.stderr.write(`codemode: ${plain(`${name}.${tool.name} is disabled: ${why}. See codemode review ${name}`)}\n`);
      if (state.kind === "failed") process.stderr.write(`codemode: server "${name}" is not available: ${state.reason} [${state.code}]\n`);
    }
    return statuses;
  } finally {
    clearInterval(timer);
  }
}
