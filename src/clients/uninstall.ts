import { readFile, realpath, rm } from "node:fs/promises";
import { editFile, replaceFile } from "../config/edit-file.ts";
import { isRecord } from "../is-record.ts";
import { BackupFile, sha256, type Backup } from "./backup.ts";
import type { Client, Surroundings } from "./client.ts";
import { formats, valueAt } from "./documents.ts";
import { fileOf } from "./install.ts";
import { isOwnEntry, OWN_NAME } from "./own-entry.ts";

/** What `uninstall` did. */
export interface Uninstalled {
  readonly file: string;
  /**
   * `restored`: byte for byte what was there before. `removed`: there was no file before, and there is none now. `edited`: it was changed since, so that only our
   * entry was taken out and moved servers were put back. `nothing`: our entry was not in it.
   */
  readonly outcome: "restored" | "removed" | "edited" | "nothing";
  /** Servers that were put back, and those that were not because their names are taken. */
  readonly back: readonly string[];
  readonly notBack: readonly string[];
}

/** Brings a client's file back. @throws CodemodeError as `install` */
export async function uninstall(
  client: Client,
  where: Surroundings,
  { project = false }: { readonly project?: boolean } = {},
): Promise<Uninstalled> {
  const { file } = await fileOf(client, where, project);
  const target = await realpath(file.path).catch(() => file.path);
  const backupFile = new BackupFile(client.name, target, where.environment);
  const backup = await backupFile.read();
  const now = await readFile(target).catch(() => undefined);
  const done = (outcome: Uninstalled["outcome"], rest: Partial<Uninstalled> = {}): Uninstalled => ({
    file: file.path,
    outcome,
    back: [],
    notBack: [],
    ...rest,
  });
  // The backup is kept where the file is gone: it may be the only copy.
  if (now === undefined) return done("nothing");
  if (backup && backup.written === sha256(now)) {
    if (backup.before === null) await rm(target);
    else await replaceFile(file.path, Buffer.from(backup.before, "base64"), backup.mode);
    await backupFile.remove();
    return done(backup.before === null ? "removed" : "restored", { back: backup.moved.map(({ path }) => String(path.at(-1))) });
  }
  // A crash between keeping and writing leaves what was there before.
  if (backup?.before !== null && backup?.before === now.toString("base64")) {
    await backupFile.remove();
    return done("nothing");
  }
  const edited = await removeEntry(client, file.path, backup);
  await backupFile.remove();
  return done(edited.changed ? "edited" : "nothing", edited);
}

async function removeEntry(
  client: Client,
  file: string,
  backup: Backup | null,
): Promise<Pick<Uninstalled, "back" | "notBack"> & { readonly changed: boolean }> {
  const format = formats[client.format];
  const back: string[] = [];
  const notBack: string[] = [];
  const changed = await editFile(file, ({ text }) => {
    let result = text;
    const document = format.parse(text, file);
    const tables = client.tables(document).map(({ path }) => path);
    for (const table of tables) {
      const entries = valueAt(document, table);
      for (const [name, entry] of Object.entries(isRecord(entries) ? entries : {}))
        if (name === OWN_NAME && isOwnEntry(entry)) result = format.set(result, file, [...table, name], undefined);
    }
    for (const { path, raw } of backup?.moved ?? []) {
      const name = String(path.at(-1));
      if (valueAt(format.parse(result, file), path) !== undefined) notBack.push(name);
      else {
        result = format.set(result, file, path, raw);
        back.push(name);
      }
    }
    return result;
  });
  return { back, notBack, changed };
}
