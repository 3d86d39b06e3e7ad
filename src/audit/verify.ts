import { createReadStream } from "node:fs";
import { CodemodeError, messageOf } from "../errors.ts";
import { canonicalJson } from "../canonical-json.ts";
import { GENESIS, isSealed, parseRecord, sha256, type AuditRecord } from "./record.ts";

/** What the records of a log say of themselves. */
export interface AuditReport {
  readonly records: number;
  /** Whether every record is as it was written, and in its place. */
  readonly holds: boolean;
  /** The first place where it does not. */
  readonly break?: { readonly line: number; readonly why: string };
  /** The last record; who notes its hash elsewhere can tell later whether the end of the log was cut off. */
  readonly head?: { readonly seq: number; readonly hash: string; readonly time: string };
  /** Lines that a crash has cut off, as the record after them says. */
  readonly torn: readonly number[];
  /** Calls without an end: they run, or their process was killed. They may have had their effect. */
  readonly unended: number;
  /** Records that could not be written, as later ones say. */
  readonly lost: number;
}

/**
 * Reads a log and follows its chain.
 * @param options.head the hash of a record that must be there
 * @throws CodemodeError `AUDIT_FAILED` where the file can't be read
 */
export async function verifyAudit(file: string, { head }: { readonly head?: string } = {}): Promise<AuditReport> {
  const torn: number[] = [];
  const unended = new Set<string>();
  let cut: { readonly line: number; readonly text: Buffer }[] = [];
  let last: AuditRecord | undefined;
  let records = 0;
  let lost = 0;
  let hasHead = head === undefined;
  let line = 0;
  const report = (why?: string): AuditReport => ({
    records,
    holds: why === undefined,
    ...(why === undefined ? {} : { break: { line, why } }),
    ...(last ? { head: { seq: last.seq, hash: last.hash, time: last.time } } : {}),
    torn,
    unended: unended.size,
    lost,
  });
  try {
    for await (const bytes of linesOf(file)) {
      line += 1;
      const text = bytes.toString("utf8");
      const record = parseRecord(text);
      if (!record) {
        if (isCutOff(text)) {
          cut.push({ line, text: bytes });
          continue;
        }
        return report("the line is no record.");
      }
      const why = problem(record, text, last) ?? tornProblem(record, cut);
      if (why !== undefined) return report(why);
      torn.push(...cut.map((each) => each.line));
      cut = [];
      last = record;
      records += 1;
      hasHead ||= record.hash === head;
      if (record.kind === "log-opened") lost += record.lost ?? 0;
      if (record.kind === "call-started") unended.add(`${record.execution_id}:${record.call}`);
      if (record.kind === "call-ended") unended.delete(`${record.execution_id}:${record.call}`);
    }
  } catch (error) {
    throw new CodemodeError("AUDIT_FAILED", `The audit log ${file} can't be read: ${messageOf(error)}.`, { cause: error });
  }
  if (cut.length > 0)
    return report("the last line is cut off, by a crash or by somebody. The next process that writes here takes note of it.");
  if (!hasHead) return report(`there is no record with the hash ${head}: the end of the log was cut off, or it is another log.`);
  return report();
}

function problem(record: AuditRecord, text: string, last: AuditRecord | undefined): string | undefined {
  if (canonicalJson(record) !== text) return "the record is not in the form in which it was written: it was changed.";
  if (!isSealed(record)) return "the record does not have the hash of its content: it was changed.";
  const expected = (last?.seq ?? 0) + 1;
  if (record.seq !== expected)
    return `the record has the number ${record.seq} in place of ${expected}: records were removed, added or moved.`;
  if (record.prev !== (last?.hash ?? GENESIS)) return "the record does not follow the one before it: one of them was replaced.";
  return undefined;
}

/** Who writes after a crash tells what the crash has cut off. */
function tornProblem(record: AuditRecord, cut: readonly { readonly text: Buffer }[]): string | undefined {
  const told = record.kind === "log-opened" ? record.torn : undefined;
  if (cut.length === 0) return told ? "what a crash had cut off before this record was removed." : undefined;
  const text = Buffer.concat(cut.flatMap((each, index) => (index === 0 ? [each.text] : [Buffer.from("\n"), each.text])));
  return told?.sha256 === sha256(text)
    ? undefined
    : "the line before this record is no record, and none that a crash has cut off: it was changed.";
}

/** Whether a line may be the beginning of a record. */
function isCutOff(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

/** The lines of a file, without their line breaks; the last one also where none ends it. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...pending, chunk.subarray(from, at)]);
      pending = [];
      from = at + 1;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
  if (pending.length > 0) yield Buffer.concat(pending);
}

const LINE_FEED = 0x0a;
