import { resolve } from "node:path";
import { clientNamed, clients } from "../../clients/all.ts";
import { clientNames } from "../../clients/client.ts";
import { clientOfFile, discover, here, readClientFile, type FoundFile, type FoundServer } from "../../clients/discover.ts";
import { importServers } from "../../clients/import.ts";
import type { Merged } from "../../clients/merge.ts";
import { ownConfigFile } from "../../config/places.ts";
import { dangersOf } from "../../consent/dangers.ts";
import { CodemodeError } from "../../errors.ts";
import { printJson } from "../print.ts";
import { addressOf, shortPath, showEntry, transportOf, word } from "../show-server.ts";

export interface ImportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * `codemode import [client]`: shows the servers of the clients and where they are, and writes them into our config. Those that a project brings are
 * shown and not taken, as whoever has made the folder has written them, unless they are asked for.
 */
export async function importCommand(name: string | undefined, options: ImportOptions): Promise<number> {
  const { from, all = false, dryRun = false, json } = options;
  const config = options.to === undefined ? ownConfigFile(process.env) : resolve(options.to);
  const client = name === undefined ? undefined : clientNamed(name);
  const files = from === undefined ? await discover(here(), client ? [client] : undefined) : [await readOne(resolve(from), client)];
  const isTaken = (server: FoundServer): boolean => all || from !== undefined || server.scope === "user";
  const servers = files.flatMap((file) => file.servers);
  const merged = await importServers(servers.filter(isTaken), config, { dryRun });
  const outcomes = new Map(merged.map((each) => [each.server, each]));
  if (json) printJson({ config, dry_run: dryRun, files: files.map((file) => toJson(file, outcomes)) });
  else {
    const asked = client ? [client] : clientNames.map((each) => clients[each]);
    const without =
      from === undefined ? asked.filter((each) => !each.files(here()).some(({ path }) => files.some((file) => file.path === path))) : [];
    const lines = [
      ...files.flatMap((file) => [...show(file, outcomes), ""]),
      ...(without.length > 0 ? [`Nothing of ${without.map(({ title }) => title).join(", ")}.`] : []),
      summary(merged, servers.length - merged.length, config, dryRun),
    ];
    process.stdout.write(lines.map((line) => `${line}\n`).join(""));
  }
  return files.some(({ problem }) => problem !== undefined) ? 1 : 0;
}

async function readOne(path: string, named: ReturnType<typeof clientNamed> | undefined): Promise<FoundFile> {
  const file = await readClientFile(named ?? (await clientOfFile(path)), { path, scope: "user" }, here());
  if (!file) throw new CodemodeError("CONFIG_NOT_FOUND", `There is no file ${path}.`);
  return file;
}

function show(file: FoundFile, outcomes: ReadonlyMap<FoundServer, Merged>): string[] {
  const head = `${file.client.title}  ${shortPath(file.path)}`;
  if (file.problem !== undefined) return [head, `  not read: ${file.problem}`];
  if (file.servers.length === 0) return [head, file.installed ? "  only our own entry" : "  no servers"];
  const width = Math.max(...file.servers.map(({ name }) => word(name).length));
  return [
    head,
    ...file.servers.flatMap((server) => {
      const address = server.read.kind === "server" ? showEntry(server.read.entry) : `not usable: ${server.read.why}`;
      return [
        `  ${word(server.name).padEnd(width)}  ${address}`,
        ...remarks(server, outcomes.get(server)).map((remark) => `      ${remark}`),
      ];
    }),
  ];
}

function remarks(server: FoundServer, outcome: Merged | undefined): string[] {
  if (server.read.kind !== "server") return [];
  const { entry, notes, needs } = server.read;
  return [
    ...(outcome === undefined ? [`of ${server.scope === "project" ? "this project" : "another project"}, not taken; --all takes it`] : []),
    ...(outcome?.kind === "there" ? [`is in our config already${outcome.as === server.name ? "" : ` as ${word(outcome.as)}`}`] : []),
    ...(outcome?.kind === "added" && outcome.as !== server.name ? [`becomes ${word(outcome.as)}, as another server has its name`] : []),
    ...(entry.disabled === true ? ["is disabled, and stays so"] : []),
    ...(needs.length > 0
      ? [
          `needs ${needs.join(", ")}, which ${needs.length > 1 ? "are" : "is"} not set: it is disabled until you set ${needs.length > 1 ? "them" : "it"} and take "disabled" out`,
        ]
      : []),
    ...notes.map(word).map((note) => note.replace(/^"(.*)"$/s, "$1").replaceAll('\\"', '"')),
    // Of variables the note above says it.
    ...dangersOf(entry)
      .filter((danger) => !danger.startsWith("it gets these variables"))
      .map((danger) => `! ${danger}`),
  ];
}

function summary(merged: readonly Merged[], left: number, config: string, dryRun: boolean): string {
  const count = (kind: Merged["kind"]): number => merged.filter((each) => each.kind === kind).length;
  const added = count("added");
  const rest = [
    ...(count("there") > 0 ? [`${count("there")} there already`] : []),
    ...(count("left-out") > 0 ? [`${count("left-out")} not usable`] : []),
    ...(left > 0 ? [`${left} of projects not taken`] : []),
  ];
  const said = `${dryRun ? "Would add" : "Added"} ${added} server${added === 1 ? "" : "s"} to ${shortPath(config)}`;
  return `${said}${rest.length > 0 ? `; ${rest.join(", ")}` : ""}.`;
}

function toJson({ client, path, scope, installed, problem, servers }: FoundFile, outcomes: ReadonlyMap<FoundServer, Merged>): object {
  return {
    client: client.name,
    file: path,
    scope,
    installed,
    ...(problem === undefined ? {} : { problem }),
    servers: servers.map((server) => {
      const outcome = outcomes.get(server);
      return {
        name: server.name,
        scope: server.scope,
        outcome: server.read.kind === "unusable" ? "not-usable" : (outcome?.kind ?? "not-taken"),
        ...(outcome && "as" in outcome ? { as: outcome.as } : {}),
        ...(server.read.kind === "unusable"
          ? { why: server.read.why }
          : {
              transport: transportOf(server.read.entry),
              address: addressOf(server.read.entry),
              env: Object.keys(server.read.entry.env ?? {}),
              headers: Object.keys(server.read.entry.headers ?? {}),
              notes: server.read.notes,
              needs: server.read.needs,
              dangers: dangersOf(server.read.entry),
            }),
      };
    }),
  };
}
