import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename } from "node:path";
import { decodeUtf8 } from "../config/decode-utf8.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import { clients } from "./all.ts";
import { clientNames, type Client, type ClientFile, type Surroundings } from "./client.ts";
import { readEntry, type ReadEntry } from "./dialect.ts";
import { formats, valueAt } from "./documents.ts";
import { isOwnEntry } from "./own-entry.ts";

/** A server in a client's file. */
export interface FoundServer {
  readonly name: string;
  readonly client: Client;
  readonly file: string;
  /** `other-project`: it is in the user's file, for a folder that is not the working directory. */
  readonly scope: "user" | "project" | "other-project";
  /** Where it is in the file. */
  readonly path: readonly (string | number)[];
  /** As the client has it. */
  readonly raw: unknown;
  readonly read: ReadEntry;
}

/** A file of a client's that is there. */
export interface FoundFile extends ClientFile {
  readonly client: Client;
  readonly servers: readonly FoundServer[];
  /** Whether our own entry is in it. */
  readonly installed: boolean;
  /** What it says, parsed. */
  readonly document?: unknown;
  /** Why it could not be read. */
  readonly problem?: string;
}

/** This machine. */
export function here(): Surroundings {
  return { home: homedir(), cwd: process.cwd(), platform: process.platform, environment: process.env };
}

/** Every file of the clients that is there, with what is in it; a file of two clients is the first's. */
export async function discover(
  where: Surroundings,
  among: readonly Client[] = clientNames.map((name) => clients[name]),
): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const client of among)
    for (const file of client.files(where)) {
      if (found.some(({ path }) => path === file.path)) continue;
      const read = await readClientFile(client, file, where);
      if (read) found.push(read);
    }
  return found;
}

/** One file as a client has it; `undefined` where it is not there. */
export async function readClientFile(client: Client, { path, scope }: ClientFile, where: Surroundings): Promise<FoundFile | undefined> {
  const file = { path, scope, client };
  try {
    const document = formats[client.format].parse(decodeUtf8(await readFile(path), path).replace(/^\uFEFF/, ""), path);
    const servers = serversIn(document, client, { path, scope }, where);
    return {
      ...file,
      servers: servers.filter(({ raw }) => !isOwnEntry(raw)),
      installed: servers.some(({ raw }) => isOwnEntry(raw)),
      document,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    const problem = error instanceof CodemodeError ? error.message : `${path} can't be read: ${messageOf(error)}`;
    return { ...file, servers: [], installed: false, problem };
  }
}

function serversIn(document: unknown, client: Client, { path: file, scope }: ClientFile, where: Surroundings): FoundServer[] {
  if (!isRecord(document)) return [];
  return client.tables(document).flatMap(({ path, folder, except = [] }) => {
    const table = valueAt(document, path);
    if (!isRecord(table)) return [];
    return Object.entries(table)
      .filter(([name]) => !except.includes(name))
      .map(([name, raw]): FoundServer => {
        const started = scope === "project" ? where.cwd : folder;
        const place = { name, home: where.home, environment: where.environment, ...(started === undefined ? {} : { folder: started }) };
        return {
          name,
          client,
          file,
          scope: folder !== undefined && folder !== where.cwd ? "other-project" : scope,
          path: [...path, name],
          raw,
          read: readEntry(raw, client.dialect, place),
        };
      });
  });
}

/** Which client a file is most likely one of, by its name and by what is in it. @throws CodemodeError what the format throws */
export async function clientOfFile(path: string): Promise<Client> {
  if (path.endsWith(".toml")) return clients.codex;
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new CodemodeError("CONFIG_NOT_FOUND", `${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
  const document = formats.json.parse(decodeUtf8(bytes, path).replace(/^\uFEFF/, ""), path);
  if (!isRecord(document)) return clients["mcp-json"];
  if ("servers" in document) return clients.vscode;
  if ("context_servers" in document) return clients.zed;
  if ("mcp" in document && !("mcpServers" in document)) return clients.opencode;
  if ("projects" in document) return clients["claude-code"];
  const named = {
    "mcp_config.json": clients.windsurf,
    "claude_desktop_config.json": clients["claude-desktop"],
    "settings.json": clients.gemini,
  };
  return (
    (named as Readonly<Record<string, Client>>)[basename(path)] ?? (/[/\\]\.cursor[/\\]/.test(path) ? clients.cursor : clients["mcp-json"])
  );
}
