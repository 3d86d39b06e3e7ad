import { diffLines } from "diff";
import type { Codemode } from "../../codemode.ts";
import { CodemodeError } from "../../errors.ts";
import type { PinnedChange } from "../../pins/tool-pins.ts";
import type { PinnedDefinition } from "../../pins/pinned-definition.ts";
import type { ToolPins } from "../../pins/tool-pins.ts";
import { visible } from "../../visible-text.ts";
import type { HeldTool } from "../../registry/tool-admission.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, type CommonOptions } from "../open.ts";
import { printJson } from "../print.ts";

export interface ReviewOptions extends CommonOptions {
  readonly accept?: boolean;
}

/**
 * `codemode review`: what servers have changed since it was first used, as a difference; with `--accept` it is pinned as it is now. Exit code 1
 * where something is left to look at.
 */
export function review(name: string | undefined, options: ReviewOptions): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    const { pins, registry } = codemode;
    if (!pins) throw new CodemodeError("USAGE", "Nothing is pinned here: there is no config file, or codemode.pin is false.");
    await registry.discoverAll({ signal });
    const held = named(codemode, name);
    const changes = await pins.changes(held);
    if (options.accept) await accept(codemode, pins, held);
    if (options.json) printJson({ changes, accepted: options.accept === true });
    else process.stdout.write(changes.map((change) => textOf(change)).join("\n"));
    const away = registry.listServers().filter(({ state }) => state.kind === "failed");
    for (const { name: server } of away) process.stderr.write(`codemode: server "${server}" is not available, so nothing is known of it\n`);
    const count = `${changes.length} ${changes.length === 1 ? "tool" : "tools"}`;
    if (options.accept) process.stderr.write(`codemode: ${count} accepted\n`);
    else if (changes.length === 0) process.stderr.write("codemode: nothing has changed\n");
    else process.stderr.write(`codemode: ${count} disabled; accept with: codemode review ${name ?? "<server>"} --accept\n`);
    return changes.length > 0 && !options.accept ? 1 : 0;
  });
}

/** @throws CodemodeError `SERVER_UNKNOWN`, `USAGE` where a server that is another one is to be accepted in part */
function named({ registry }: Codemode, name: string | undefined): HeldTool[] {
  const all = registry.listHeld();
  if (name === undefined) return all;
  const servers = registry.listServers().map((server) => server.name);
  if (servers.includes(name)) return registry.listHeld(name);
  const found = all.filter(({ tool }) => `${tool.server}.${tool.name}` === name);
  if (found.length > 0) return found;
  if (servers.some((server) => name.startsWith(`${server}.`))) return [];
  throw new CodemodeError("SERVER_UNKNOWN", `There is no server "${name}". Servers: ${servers.join(", ") || "none"}.`);
}

async function accept({ registry }: Codemode, pins: ToolPins, held: readonly HeldTool[]): Promise<void> {
  const servers = new Set(held.map(({ tool }) => tool.server));
  for (const server of servers) {
    const tools = held.filter(({ tool }) => tool.server === server).map(({ tool }) => tool);
    const all = registry.listHeld(server).length === tools.length;
    if (!all && registry.listTools(server).length === 0)
      throw new CodemodeError(
        "USAGE",
        `"${server}" is another program or address now. Accept it as a whole: codemode review ${server} --accept`,
      );
    await pins.accept(server, registry.configOf(server), tools);
  }
}

function textOf({ server, tool, why, before, now }: PinnedChange): string {
  const lines = diffLines(before ? linesOf(before) : "", linesOf(now)).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => `${added ? "+" : removed ? "-" : " "} ${visible(line)}`),
  );
  return `${visible(`${server}.${tool}`)}: ${visible(why)}\n${lines.join("\n")}\n`;
}

function linesOf({ description, ...rest }: PinnedDefinition): string {
  return `${description}\n${JSON.stringify(rest, null, 2)}\n`;
}
