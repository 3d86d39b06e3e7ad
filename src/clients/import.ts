import { stat } from "node:fs/promises";
import { editConfig } from "../config/edit-config.ts";
import { readConfigDocument } from "../config/read-config-file.ts";
import { CodemodeError } from "../errors.ts";
import { isRecord } from "../is-record.ts";
import type { FoundServer } from "./discover.ts";
import { mergeServers, type Merged } from "./merge.ts";

/**
 * Writes servers into our config; a new file is for its owner alone. Where anything fails the file is as it was.
 * @param options.onlyWhole as `mergeServers` has it
 * @param options.dryRun only say what would be done
 * @throws CodemodeError as `editConfig`
 */
export async function importServers(
  found: readonly FoundServer[],
  file: string,
  { dryRun = false, onlyWhole = false }: { readonly dryRun?: boolean; readonly onlyWhole?: boolean } = {},
): Promise<Merged[]> {
  let merged: Merged[] = [];
  if (dryRun)
    return mergeServers(found, serversOf((await existsAt(file)) ? await readConfigDocument({ file, origin: "given" }) : {}, file), {
      onlyWhole,
    });
  await editConfig(
    file,
    (now) => {
      merged = mergeServers(found, serversOf(now, file), { onlyWhole });
      return merged.flatMap((each) => (each.kind === "added" ? [{ path: ["mcpServers", each.as], value: each.entry }] : []));
    },
    { create: "{}\n" },
  );
  return merged;
}

async function existsAt(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Makes our config where there is none, so that a gateway that names it starts. @throws CodemodeError as `editConfig` */
export async function makeConfig(file: string): Promise<void> {
  await editConfig(
    file,
    (now) =>
      Object.keys(serversOf(now, file)).length > 0 || (isRecord(now) && "mcpServers" in now) ? [] : [{ path: ["mcpServers"], value: {} }],
    {
      create: "{}\n",
    },
  );
}

/** The entries of a config of ours. @throws CodemodeError `CONFIG_INVALID` */
export function serversOf(document: unknown, file: string): Readonly<Record<string, unknown>> {
  const entries = isRecord(document) ? (document.mcpServers ?? {}) : undefined;
  if (isRecord(entries)) return entries;
  throw new CodemodeError("CONFIG_INVALID", `${file}: "mcpServers" must be an object of servers by name. Correct it first.`);
}
