import { createHash } from "node:crypto";
import type { Approval } from "../executor/call-guard.ts";
import type { Caller } from "../executor/caller.ts";
import type { Language } from "../executor/languages/language.ts";
import { canonicalJson } from "../canonical-json.ts";

/** What a record says beside its place in the chain. Digests are SHA-256 in hexadecimal digits: of code's UTF-8, else of canonical JSON. */
export type AuditEntry =
  /** A process begins to write. */
  | {
      readonly kind: "log-opened";
      readonly pid: number;
      /** What a crash has left behind the last whole record, which stays where it is. */
      readonly torn?: { readonly bytes: number; readonly sha256: string };
      /** How many records could not be written since the last one that could. */
      readonly lost?: number;
    }
  | (OfExecution & {
      readonly kind: "execution-started";
      readonly language: Language;
      readonly code_sha256: string;
      /** Only where content is kept. */
      readonly code?: string;
      readonly caller?: Caller;
      readonly traceparent?: string;
    })
  /** Somebody was asked whether a call may happen. */
  | (OfCall & { readonly kind: "call-decided"; readonly approval: Approval })
  /** Written before the server is asked: it may have had its effect from here on. */
  | (OfCall & { readonly kind: "call-started" })
  | (OfCall &
      Failure & {
        readonly kind: "call-ended";
        readonly outcome: string;
        readonly duration_ms: number;
        readonly result_sha256?: string | null;
      })
  /** The server was not asked. */
  | (OfCall & Failure & { readonly kind: "call-refused" })
  | (OfExecution &
      Failure & { readonly kind: "execution-ended"; readonly ok: boolean; readonly calls?: number; readonly duration_ms?: number });

interface OfExecution {
  readonly execution_id: string;
  /** Absent for calls outside the sandbox. */
  readonly session_id?: string;
}

interface OfCall extends OfExecution {
  /** The number of the call in its execution, from 1. */
  readonly call: number;
  readonly server: string;
  /** A tool by its name; of a resource the address, of a prompt the name. */
  readonly tool: string;
  /** What was called, where it was no tool. */
  readonly target?: "resource" | "prompt";
  /** The skill whose code has made it. */
  readonly skill?: string;
  /** `null` where the arguments have no canonical form: they are nested too deeply. */
  readonly arguments_sha256: string | null;
  /** Only where content is kept. */
  readonly arguments?: unknown;
  /** Only where content is kept, at the end of a call. */
  readonly result?: unknown;
}

interface Failure {
  readonly error_code?: string;
  /** Only where content is kept: a server's message may say anything. */
  readonly error_message?: string;
}

/** A record: one line of the file, in canonical form. */
export type AuditRecord = AuditEntry & {
  /** From 1, without gaps. */
  readonly seq: number;
  /** When it was written, by RFC 3339 in UTC. */
  readonly time: string;
  /** The `hash` of the record before it; {@link GENESIS} in the first. */
  readonly prev: string;
  /** SHA-256 of this record's canonical JSON without `hash`, in hexadecimal digits. */
  readonly hash: string;
};

/** What stands in the first record for the hash of one before it. */
export const GENESIS = "0".repeat(64);

export function seal(entry: AuditEntry, { seq, prev }: { readonly seq: number; readonly prev: string }): AuditRecord {
  const record = { ...entry, seq, time: new Date().toISOString(), prev };
  return { ...record, hash: sha256(canonicalJson(record)) };
}

/** Whether a record's hash is its own. */
export function isSealed({ hash, ...record }: AuditRecord): boolean {
  return hash === sha256(canonicalJson(record));
}

/** A line as a record; `undefined` where it is no JSON object with the fields of the chain. */
export function parseRecord(line: string): AuditRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { seq, prev, hash } = value as Partial<AuditRecord>;
  return Number.isSafeInteger(seq) && typeof prev === "string" && typeof hash === "string" ? (value as AuditRecord) : undefined;
}

export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
