import { randomBytes } from "node:crypto";
import { CodemodeError } from "../errors.ts";

/** What is kept: a JSON value, a text, or bytes as Base64. */
export type Kept =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string; readonly mimeType?: string }
  | { readonly kind: "bytes"; readonly base64: string; readonly mimeType: string };

/** What stands for something that is kept. Only who has it, and is its owner, gets at the thing. */
export interface Handle {
  /** `handle://` and 128 random bits in base64url. */
  readonly uri: string;
  /** What it is, for people. */
  readonly name: string;
  readonly mimeType: string;
  /** Of its JSON, its text in UTF-8, or the bytes themselves. */
  readonly bytes: number;
}

export interface HandleStoreOptions {
  /** What all that is kept may take; the oldest makes room. @default 268_435_456 (256 MiB) */
  readonly maxBytes?: number;
  /** How long something is kept after it was last read, in milliseconds. @default 3_600_000 (an hour) */
  readonly idleMs?: number;
}

interface KeepOptions {
  readonly owner?: string | undefined;
  readonly isPrivate?: boolean | undefined;
}

interface Entry extends Handle {
  readonly kept: Kept;
  readonly owner: string | undefined;
  readonly isPrivate: boolean;
  usedAt: number;
}

/** Keeps what was too big for an answer, in the memory of this process. */
export class HandleStore {
  readonly #maxBytes: number;
  readonly #idleMs: number;
  /** The one unused for longest first. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor({ maxBytes = 256 * 2 ** 20, idleMs = 3_600_000 }: HandleStoreOptions = {}) {
    this.#maxBytes = maxBytes;
    this.#idleMs = idleMs;
  }

  /**
   * Keeps something. Where it is bigger than all that may be kept, it is not, and there is no handle.
   * @param name what it is, for people
   * @param options.owner who alone may read it; absent: everybody who has the handle
   * @param options.isPrivate whether it may hold private data, by what the policy says
   */
  keep(kept: Kept, name: string, { owner, isPrivate = false }: KeepOptions = {}): Handle | undefined {
    const bytes = sizeOf(kept);
    if (bytes > this.#maxBytes) return undefined;
    const uri = `handle://${randomBytes(16).toString("base64url")}`;
    const entry = { uri, name, mimeType: mimeTypeOf(kept), bytes, kept, owner, isPrivate, usedAt: Date.now() };
    this.#entries.set(uri, entry);
    this.#bytes += bytes;
    this.#makeRoom();
    return toHandle(entry);
  }

  /** @param handle the URI, or what stands behind `handle://` in it @throws CodemodeError `HANDLE_UNKNOWN` */
  load(handle: string, owner?: string): Kept {
    this.#makeRoom();
    const uri = uriOf(handle);
    const entry = this.#entries.get(uri);
    if (!entry || entry.owner !== owner)
      throw new CodemodeError(
        "HANDLE_UNKNOWN",
        `There is no handle "${handle.slice(0, 100)}": it was never given out to you, or what it stood for is not kept any more. Make the value anew.`,
      );
    this.#entries.delete(uri);
    entry.usedAt = Date.now();
    this.#entries.set(uri, entry);
    return entry.kept;
  }

  /** Whether what is kept under a handle may hold private data. */
  isPrivate(handle: string): boolean {
    return this.#entries.get(uriOf(handle))?.isPrivate ?? false;
  }

  /** What an owner may read, the newest first. */
  list(owner?: string): Handle[] {
    this.#makeRoom();
    return [...this.#entries.values()]
      .filter((entry) => entry.owner === owner)
      .map(toHandle)
      .toReversed();
  }

  #makeRoom(): void {
    const oldest = Date.now() - this.#idleMs;
    for (const [uri, { bytes, usedAt }] of this.#entries) {
      if (this.#bytes <= this.#maxBytes && usedAt >= oldest) return;
      this.#entries.delete(uri);
      this.#bytes -= bytes;
    }
  }
}

function uriOf(handle: string): string {
  return handle.startsWith("handle://") ? handle : `handle://${handle}`;
}

function toHandle({ uri, name, mimeType, bytes }: Entry): Handle {
  return { uri, name, mimeType, bytes };
}

function mimeTypeOf(kept: Kept): string {
  if (kept.kind === "json") return "application/json";
  return kept.mimeType ?? "text/plain";
}

function sizeOf(kept: Kept): number {
  if (kept.kind === "json") return Buffer.byteLength(JSON.stringify(kept.value) ?? "");
  return kept.kind === "text" ? Buffer.byteLength(kept.text) : Buffer.byteLength(kept.base64, "base64");
}
