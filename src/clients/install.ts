import { isDeepStrictEqual } from "node:util";
import { editFile } from "../config/edit-file.ts";
import { CodemodeError } from "../errors.ts";
import { BackupFile, sha256, type Backup } from "./backup.ts";
import type { Client, ClientFile, Surroundings } from "./client.ts";
import { readClientFile, type FoundServer } from "./discover.ts";
import { formats, valueAt } from "./documents.ts";
import { importServers } from "./import.ts";
import type { Merged } from "./merge.ts";
import { isOwnEntry, OWN_NAME, type OwnCommand } from "./own-entry.ts";

export interface InstallOptions {
  readonly own: OwnCommand;
  /** The project's file, not the user's. @default false */
  readonly project?: boolean;
  /** Our config, into which the client's servers go, and out of the client's. @default they stay where they are */
  readonly moveTo?: string;
  /** Only say what would be done. @default false */
  readonly dryRun?: boolean;
}

export interface Installed {
  readonly file: string;
  readonly entry: Readonly<Record<string, unknown>>;
  /** Whether the client's file was changed, or would be. */
  readonly changed: boolean;
  readonly backup: string;
  /** What became of the client's servers, where they were to move. */
  readonly moved: readonly Merged[];
}

/**
 * Writes our entry into a client's file, after everything that it takes to go back was kept.
 * @throws CodemodeError `USAGE` where the client has no such file, `CONFIG_INVALID`, `CONFIG_NOT_JSON`, `STATE_BROKEN`, `BUSY`
 */
export async function install(client: Client, where: Surroundings, options: InstallOptions): Promise<Installed> {
  const { own, project = false, moveTo, dryRun = false } = options;
  const { file, found } = await fileOf(client, where, project);
  if (found?.problem !== undefined) throw new CodemodeError("CONFIG_INVALID", `${found.problem} Nothing was changed.`);
  const format = formats[client.format];
  const moving = moveTo === undefined ? [] : (found?.servers ?? []).filter((server) => isInFirstTable(server, client, found?.document));
  // What is there twice for a moment is lost nowhere.
  const moved = moveTo === undefined ? [] : await importServers(moving, moveTo, { dryRun, onlyWhole: true });
  const gone = moved.filter(({ kind }) => kind !== "left-out").map(({ server }) => server);
  let result: { readonly entry: Installed["entry"]; readonly backup: string; readonly changed: boolean } | undefined;
  await editFile(
    file.path,
    async ({ target, bytes, text, mode }) => {
      const document = format.parse(text, file.path);
      const table = client.tables(document)[0]?.path ?? [];
      const path = [...table, OWN_NAME];
      const entry = client.entry(own, document);
      const there = valueAt(document, path);
      if (there !== undefined && !isOwnEntry(there))
        throw new CodemodeError("USAGE", `${file.path} has a server "${OWN_NAME}" that is not ours. Rename it first.`);
      let changed = isDeepStrictEqual(asJson(there ?? null), entry) ? text : format.set(text, file.path, path, entry);
      for (const server of gone) changed = format.set(changed, file.path, server.path, undefined);
      const backup = new BackupFile(client.name, target, where.environment);
      result = { entry, backup: backup.path, changed: changed !== text };
      if (dryRun || changed === text) return text;
      const earlier = await backup.read();
      const mark = bytes?.subarray(0, 3).equals(BYTE_ORDER_MARK) ? "\uFEFF" : "";
      const kept = backupBefore(earlier, { bytes, mode, isInstalled: there !== undefined });
      await backup.write({
        ...kept,
        client: client.name,
        file: file.path,
        written: kept.written === null ? null : sha256(mark + changed),
        path,
        moved: [...kept.moved, ...gone.map((server) => ({ path: [...server.path], raw: asJson(server.raw) }))],
      });
      return changed;
    },
    "",
  );
  if (!result) throw new CodemodeError("CONFIG_INVALID", `${file.path} could not be looked at.`);
  return { file: file.path, moved, ...result };
}

/** What is gone back to: what an earlier installation has kept while our entry is still there, else what is there now. */
function backupBefore(
  earlier: Backup | null,
  { bytes, mode, isInstalled }: { readonly bytes: Buffer | undefined; readonly mode: number; readonly isInstalled: boolean },
): Pick<Backup, "before" | "mode" | "written" | "at" | "moved"> {
  if (earlier && isInstalled) {
    const untouched = earlier.written !== null && bytes !== undefined && sha256(bytes) === earlier.written;
    return { ...earlier, written: untouched ? earlier.written : null };
  }
  return {
    before: bytes?.toString("base64") ?? null,
    mode,
    written: isInstalled ? null : "",
    at: new Date().toISOString(),
    moved: earlier?.moved ?? [],
  };
}

/** The file of a scope that counts: the first that is there, or the first. @throws CodemodeError `USAGE` */
export async function fileOf(
  client: Client,
  where: Surroundings,
  project: boolean,
): Promise<{ readonly file: ClientFile; readonly found: Awaited<ReturnType<typeof readClientFile>> }> {
  const files = client.files(where);
  const scope = project || files.every((each) => each.scope === "project") ? "project" : "user";
  const candidates = files.filter((each) => each.scope === scope);
  for (const file of candidates) {
    const found = await readClientFile(client, file, where);
    if (found) return { file, found };
  }
  const [file] = candidates;
  if (!file) throw new CodemodeError("USAGE", `${client.title} has no file for a project. Leave --project out.`);
  return { file, found: undefined };
}

/** Big numbers of TOML as JSON can have them. */
function asJson(raw: unknown): unknown {
  return JSON.parse(JSON.stringify(raw, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)));
}

/** Only servers that stand beside our entry can be had through it wherever they were had before. */
function isInFirstTable({ path }: FoundServer, client: Client, document: unknown): boolean {
  return isDeepStrictEqual(path.slice(0, -1), client.tables(document)[0]?.path);
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
