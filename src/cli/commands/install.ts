import { resolve } from "node:path";
import { clientNamed } from "../../clients/all.ts";
import { here } from "../../clients/discover.ts";
import { makeConfig } from "../../clients/import.ts";
import { install, type Installed } from "../../clients/install.ts";
import { ownCommand } from "../../clients/own-entry.ts";
import { uninstall, type Uninstalled } from "../../clients/uninstall.ts";
import { ownConfigFile } from "../../config/places.ts";
import { CodemodeError } from "../../errors.ts";
import { printJson } from "../print.ts";
import { addressOf, shortPath, word } from "../show-server.ts";

export interface InstallCommandOptions {
  readonly config?: string;
  readonly project?: boolean;
  readonly move?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `codemode install <client>`: the client starts the gateway from now on; with --move it has its servers through it alone. */
export async function installCommand(name: string, options: InstallCommandOptions): Promise<number> {
  const { project = false, move = false, dryRun = false, json } = options;
  const client = clientNamed(name);
  // A project's entry is for everybody who works on it; their paths are others.
  const shared = project || client.name === "mcp-json";
  if (shared && move && options.config === undefined)
    throw new CodemodeError("USAGE", "With --project, --move needs --config: the file into which the project's servers go.");
  const config = options.config === undefined ? ownConfigFile(process.env) : resolve(options.config);
  const named = options.config === undefined && shared ? undefined : config;
  if (!dryRun && named !== undefined) await makeConfig(named);
  const installed = await install(client, here(), { own: ownCommand(named), project, dryRun, ...(move ? { moveTo: config } : {}) });
  if (json) printJson({ client: client.name, dry_run: dryRun, ...toJson(installed) });
  else
    process.stdout.write(
      show(client.title, installed, named, dryRun)
        .map((line) => `${line}\n`)
        .join(""),
    );
  return 0;
}

/** `codemode uninstall <client>`: the client's file as it was. */
export async function uninstallCommand(name: string, { project = false, json }: InstallCommandOptions): Promise<number> {
  const client = clientNamed(name);
  const done = await uninstall(client, here(), { project });
  if (json) printJson({ client: client.name, file: done.file, outcome: done.outcome, back: done.back, not_back: done.notBack });
  else
    process.stdout.write(
      showUninstalled(client.title, done)
        .map((line) => `${line}\n`)
        .join(""),
    );
  return 0;
}

function show(title: string, { file, entry, changed, backup, moved }: Installed, config: string | undefined, dryRun: boolean): string[] {
  const command = Array.isArray(entry.command) ? { command: entry.command[0] as unknown, args: entry.command.slice(1) } : entry;
  const gone = moved.filter(({ kind }) => kind !== "left-out");
  const stayed = moved.flatMap((each) => (each.kind === "left-out" ? [`  ${word(each.server.name)}: ${each.why}`] : []));
  if (!changed) return [`${title} has our entry already, in ${shortPath(file)}. Nothing was changed.`];
  return [
    `${title}  ${shortPath(file)}`,
    `  codemode  ${addressOf(command)}`,
    ...(gone.length > 0
      ? [`${dryRun ? "Would move" : "Moved"} behind it: ${gone.map((each) => ("as" in each ? word(each.as) : "")).join(", ")}.`]
      : []),
    ...(stayed.length > 0 ? ["Stayed in the client:", ...stayed] : []),
    ...(dryRun
      ? ["Nothing was written."]
      : [
          `What was there is kept in ${shortPath(backup)}; codemode uninstall brings it back.`,
          ...(config === undefined ? [] : [`Its servers are those of ${shortPath(config)}.`]),
          `Start ${title} anew.`,
        ]),
  ];
}

function showUninstalled(title: string, { file, outcome, back, notBack }: Uninstalled): string[] {
  const said = {
    restored: `${shortPath(file)} is what it was before, byte for byte.`,
    removed: `${shortPath(file)} is gone: it was not there before.`,
    edited: `${shortPath(file)} was changed since: our entry was taken out, and everything else stays as it is.`,
    nothing: `${title} has no entry of ours in ${shortPath(file)}. Nothing was changed.`,
  }[outcome];
  return [
    said,
    ...(back.length > 0
      ? [`Back in ${title}: ${back.map(word).join(", ")}. They are in our config, too; codemode remove takes them out.`]
      : []),
    ...(notBack.length > 0 ? [`Not put back, as their names are taken: ${notBack.map(word).join(", ")}.`] : []),
  ];
}

function toJson({ file, entry, changed, backup, moved }: Installed): object {
  return {
    file,
    entry,
    changed,
    backup,
    moved: moved.flatMap((each) => (each.kind === "left-out" ? [] : [{ name: each.server.name, as: each.as }])),
    stayed: moved.flatMap((each) => (each.kind === "left-out" ? [{ name: each.server.name, why: each.why }] : [])),
  };
}
