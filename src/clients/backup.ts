import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { configFolder } from "../config/places.ts";
import { StateFile } from "../files/state-file.ts";
import type { ClientName } from "./client.ts";

const schema = z
  .strictObject({
    client: z.string(),
    file: z.string(),
    /** Base64 of what was there; `null` where there was no file. */
    before: z.string().nullable(),
    mode: z.number(),
    /** SHA-256 of what we have written; `null` once somebody else has written in between, so that no going back is byte for byte. */
    written: z.string().nullable(),
    at: z.string(),
    /** Where our entry is. */
    path: z.array(z.union([z.string(), z.number()])),
    /** Servers that were moved behind us, as they were, oldest first. */
    moved: z.array(z.strictObject({ path: z.array(z.union([z.string(), z.number()])), raw: z.unknown() })),
  })
  .nullable();

/** What it takes to bring a client's file back to what it was before our entry came. */
export type Backup = NonNullable<z.infer<typeof schema>>;

/** The backup of one file of a client. */
export class BackupFile {
  readonly #state: StateFile<Backup | null>;

  constructor(client: ClientName, target: string, environment: NodeJS.ProcessEnv) {
    const name = `${client}-${sha256(target).slice(0, 16)}.json`;
    this.#state = new StateFile(join(configFolder(environment), "backups", name), { what: `the backup of ${target}`, schema, empty: null });
  }

  get path(): string {
    return this.#state.path;
  }

  /** @throws CodemodeError `STATE_BROKEN` */
  read(): Promise<Backup | null> {
    return this.#state.read();
  }

  /** @throws CodemodeError `STATE_BROKEN`, `BUSY` */
  async write(backup: Backup): Promise<void> {
    await this.#state.update(() => backup);
  }

  async remove(): Promise<void> {
    await rm(this.#state.path, { force: true });
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
