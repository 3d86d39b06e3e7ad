import { resolve } from "node:path";
import { serversOf } from "../../clients/import.ts";
import { didYouMean } from "../../closest-names.ts";
import { editConfig } from "../../config/edit-config.ts";
import { expandVariables } from "../../config/expand-variables.ts";
import { findConfig, type FoundConfig } from "../../config/find-config.ts";
import { ownConfigFile } from "../../config/places.ts";
import { readConfigDocument } from "../../config/read-config-file.ts";
import { parseServerConfig } from "../../config/schema.ts";
import { assertApproved } from "../../consent/approvals.ts";
import { CodemodeError } from "../../errors.ts";
import { isRecord } from "../../is-record.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";
import { addressOf, shortPath, showEntry, transportOf, word } from "../show-server.ts";

export interface AddOptions extends CommonOptions {
  /** What follows `--`. */
  readonly "--"?: readonly string[];
  readonly env?: string | readonly string[];
  readonly header?: string | readonly string[];
  readonly replace?: boolean;
}

export interface ListOptions extends CommonOptions {
  readonly connect?: boolean;
}

/** `codemode add <name> -- <command> [args...]`, `codemode add <name> <url>`: one more server in our config. */
export async function add(name: string, url: string | undefined, options: AddOptions): Promise<number> {
  const [command, ...args] = options["--"] ?? [];
  if ((url === undefined) === (command === undefined))
    throw new CodemodeError(
      "USAGE",
      `Give a command or a URL: codemode add ${name} -- npx -y some-server, codemode add ${name} https://some.example/mcp.`,
    );
  const env = pairs(options.env, /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s, "--env takes NAME=VALUE");
  const headers = pairs(options.header, /^([!#$%&'*+.^`|~\w-]+):\s*(.*)$/s, '--header takes "Name: value"');
  if (url === undefined && options.header !== undefined) throw new CodemodeError("USAGE", "--header is for a URL; a command gets --env.");
  if (url !== undefined && options.env !== undefined) throw new CodemodeError("USAGE", "--env is for a command; a URL gets --header.");
  const entry = {
    ...(url === undefined ? { command, ...(args.length > 0 ? { args } : {}) } : { url }),
    ...(Object.keys(env).length > 0 ? { env } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
  };
  assertName(name);
  const missing = assertEntry(name, entry);
  const file = target(options);
  await editConfig(
    file,
    (now) => {
      if (Object.hasOwn(serversOf(now, file), name) && !options.replace)
        throw new CodemodeError("SERVER_EXISTS", `${file} has a server "${name}" already. Take --replace, or another name.`);
      return [{ path: ["mcpServers", name], value: entry }];
    },
    { create: "{}\n" },
  );
  if (options.json) printJson({ name, file, entry });
  else process.stdout.write(`${word(name)} is in ${shortPath(file)}: ${showEntry(entry)}\n`);
  if (missing !== undefined) process.stderr.write(`codemode: ${missing}\n`);
  sayWhatIsReadHere(file);
  return 0;
}

/** `codemode remove <name>`. */
export async function remove(name: string, options: CommonOptions): Promise<number> {
  const file = target(options);
  await editConfig(file, (now) => {
    const servers = serversOf(now, file);
    if (!Object.hasOwn(servers, name))
      throw new CodemodeError("SERVER_UNKNOWN", `${file} has no server "${name}".${didYouMean(name, Object.keys(servers))}`);
    return [{ path: ["mcpServers", name], value: undefined }];
  });
  if (options.json) printJson({ name, file });
  else process.stdout.write(`${word(name)} is no longer in ${shortPath(file)}.\n`);
  sayWhatIsReadHere(file);
  return 0;
}

/** `codemode list`: the servers of the config; nothing of it is started, unless --connect asks for that. */
export async function list(options: ListOptions): Promise<number> {
  const found = configOf(options);
  if (options.connect) return connectAndList(options);
  const entries = found ? serversOf(await readConfigDocument(found), found.file) : {};
  const approved = found?.origin === "project" ? await isApproved(found) : true;
  const rows = Object.entries(entries).map(([name, entry]) => ({
    name,
    transport: transportOf(entry),
    address: addressOf(entry),
    state: isRecord(entry) && entry.disabled === true ? "disabled" : approved ? "configured" : "not approved",
  }));
  print(rows, found, options);
  return 0;
}

function connectAndList(options: ListOptions): Promise<number> {
  const found = configOf(options);
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    const statuses = await waitForServers(codemode, signal);
    const entries = found ? serversOf(await readConfigDocument(found), found.file) : {};
    const rows = statuses.map(({ name, transport, state }) => ({
      name,
      transport,
      address: addressOf(entries[name]),
      state: state.kind === "ready" ? `ready, ${state.toolCount} tools` : state.kind,
    }));
    print(rows, found, options);
    return statuses.some(({ state }) => state.kind === "failed") ? 1 : 0;
  });
}

interface Row {
  readonly name: string;
  readonly transport: string;
  readonly address: string;
  readonly state: string;
}

function print(rows: readonly Row[], found: FoundConfig | undefined, { json }: CommonOptions): void {
  if (json) return printJson({ ...(found ? { file: found.file, origin: found.origin } : {}), servers: rows });
  process.stderr.write(
    found ? `codemode: ${shortPath(found.file)}\n` : "codemode: there is no config. codemode import and codemode add make one.\n",
  );
  const wide = (field: keyof Row): number => Math.max(0, ...rows.map((row) => (field === "name" ? word(row.name) : row[field]).length));
  for (const row of rows)
    process.stdout.write(
      plain(`${word(row.name).padEnd(wide("name"))}  ${row.transport.padEnd(5)}  ${row.state.padEnd(wide("state"))}  ${row.address}`) +
        "\n",
    );
}

function configOf(options: CommonOptions): FoundConfig | undefined {
  return options.config === undefined ? findConfig(process.cwd(), process.env) : { file: resolve(options.config), origin: "given" };
}

async function isApproved({ file, origin }: FoundConfig): Promise<boolean> {
  return assertApproved(file, await readConfigDocument({ file, origin }), process.env).then(
    () => true,
    () => false,
  );
}

/** The file that is edited: the one that is named, else the user's own, and never one that merely lies here. */
function target(options: CommonOptions): string {
  return options.config === undefined ? ownConfigFile(process.env) : resolve(options.config);
}

function sayWhatIsReadHere(file: string): void {
  const found = findConfig(process.cwd(), process.env);
  if (found && found.file !== file && found.origin === "project")
    process.stderr.write(`codemode: in this folder ${found.file} is read instead, unless --config names another.\n`);
}

function pairs(given: string | readonly string[] | undefined, form: RegExp, rule: string): Record<string, string> {
  return Object.fromEntries(
    (given === undefined ? [] : [given].flat()).map((text) => {
      const [, name = "", value = ""] = form.exec(String(text)) ?? [];
      if (name === "") throw new CodemodeError("USAGE", `${rule}, not "${text}".`);
      return [name, value];
    }),
  );
}

/** Names stand in programs and in messages. @throws CodemodeError `USAGE` */
function assertName(name: string): void {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_. @/-]{0,63}$/u.test(name) || name === "__proto__")
    throw new CodemodeError("USAGE", `${word(name)} can't be the name of a server: letters, digits, "_", "-", ".", at most 64.`);
}

/** Checks an entry as it will be read. @returns what is missing for that now @throws CodemodeError `CONFIG_INVALID` */
function assertEntry(name: string, entry: object): string | undefined {
  try {
    parseServerConfig(name, expandVariables(entry, process.env, `server "${name}"`), "add");
    return undefined;
  } catch (error) {
    if (error instanceof CodemodeError && error.code === "CONFIG_VARIABLE_MISSING") return error.message;
    throw error;
  }
}
