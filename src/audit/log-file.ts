import { closeSync, constants, fdatasync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname, extname } from "node:path";
import { promisify } from "node:util";
import { CodemodeError, messageOf } from "../errors.ts";
import { takeLock } from "../process/lock.ts";
import { canonicalJson } from "../canonical-json.ts";
import { readTail, type Tail } from "./read-tail.ts";
import { seal, type AuditEntry } from "./record.ts";

/**
 * A chain of records in a file that only grows, made readable by its owner alone. One process writes a file: where another one has it, the
 * first free one of `<name>.2<ext>`, `<name>.3<ext>`, ... is taken, each with a chain of its own. It is opened with the first record.
 */
export class LogFile {
  readonly #wanted: string;
  #path: string | undefined;
  #open: Omit<OpenFile, "torn"> | undefined;
  /** Never rejects. */
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(file: string) {
    this.#wanted = file;
  }

  /** Which file it is, once one is open. */
  get path(): string | undefined {
    return this.#path;
  }

  /** Opens it, where it is not open. @param lost how many records could not be written before. @throws CodemodeError `AUDIT_FAILED` */
  open(lost = 0): void {
    if (!this.#open) this.#try(() => this.#start(lost));
  }

  /** Writes a record; when it returns, the record is with the operating system and outlives this process. @throws CodemodeError `AUDIT_FAILED` */
  append(entry: AuditEntry): void {
    this.open();
    this.#try(() => this.#write(entry));
  }

  /** Resolves when all that was written is on the disk; those who ask meanwhile share one way there. @throws CodemodeError `AUDIT_FAILED` */
  sync(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const flushed = this.#flush();
      this.#running = flushed.catch(() => {});
      return flushed;
    });
    return this.#next;
  }

  async close(): Promise<void> {
    await this.#running;
    this.#stop();
    if (this.#path !== undefined) rmSync(lockOf(this.#path), { force: true });
    this.#path = undefined;
  }

  #start(lost: number): void {
    this.#path ??= takeFile(this.#wanted);
    const fd = openSync(this.#path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
    const { torn, ...tail } = tailOf(fd);
    this.#open = { fd, ...tail };
    this.#write({ kind: "log-opened", pid: process.pid, ...(torn ? { torn } : {}), ...(lost > 0 ? { lost } : {}) });
  }

  #write(entry: AuditEntry): void {
    const open = this.#open as OpenFile;
    const record = seal(entry, { seq: open.seq + 1, prev: open.prev });
    const line = Buffer.from(`${open.endsLine ? "" : "\n"}${canonicalJson(record)}\n`);
    for (let written = 0; written < line.length;) written += writeSync(open.fd, line, written);
    this.#open = { fd: open.fd, seq: record.seq, prev: record.hash, endsLine: true };
  }

  async #flush(): Promise<void> {
    try {
      if (this.#open) await promisify(fdatasync)(this.#open.fd);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** After a failure the next record starts as after a crash: with a look at what is in the file. */
  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#stop();
      throw this.#failure(error);
    }
  }

  #stop(): void {
    const fd = this.#open?.fd;
    this.#open = undefined;
    if (fd !== undefined) closeSync(fd);
  }

  #failure(error: unknown): CodemodeError {
    if (error instanceof CodemodeError) return error;
    return new CodemodeError("AUDIT_FAILED", `The audit log ${this.#path ?? this.#wanted} can't be written: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

interface OpenFile extends Tail {
  readonly fd: number;
}

function tailOf(fd: number): Tail {
  try {
    return readTail(fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** The first of the files that no other process writes, with its lock taken. */
function takeFile(wanted: string): string {
  mkdirSync(dirname(wanted), { recursive: true, mode: 0o700 });
  for (let number = 1; number <= MOST_WRITERS; number += 1) {
    const path = numbered(wanted, number);
    // The first try may only have found the lock of a process that has ended.
    if (takeLock(lockOf(path)) || takeLock(lockOf(path))) return path;
  }
  throw new CodemodeError(
    "AUDIT_FAILED",
    `${MOST_WRITERS} processes write to ${wanted} and its numbered neighbours. Give this one a file of its own.`,
  );
}

function numbered(file: string, number: number): string {
  if (number === 1) return file;
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}.${number}${extension}`;
}

function lockOf(path: string): string {
  return `${path}.lock`;
}

const MOST_WRITERS = 64;
