import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureServer } from "../fixtures/server-config.ts";

/** One effect, as the ledger server has written it. */
export interface Effect {
  readonly args: { readonly id: string; readonly ms?: number; readonly fails?: boolean };
  readonly meta: Readonly<Record<string, unknown>>;
  /** How long the audit log was when it happened. */
  readonly auditBytes: number;
}

export interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly audit: string;
  /** The config entry of the server that writes the ledger. */
  readonly server: { readonly command: string; readonly args: string[]; readonly env: Record<string, string> };
  effects(): Promise<Effect[]>;
}

/** A folder with a ledger of effects and maybe an audit log, removed at its end. */
export async function place(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "codemode-observability-"));
  const ledger = join(folder, "ledger.jsonl");
  const audit = join(folder, "audit.jsonl");
  return {
    folder,
    audit,
    server: { ...fixtureServer("ledger"), env: { LEDGER: ledger, AUDIT: audit } },
    async effects() {
      const text = await readFile(ledger, "utf8").catch(() => "");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Effect);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
