import { verifyAudit } from "../../audit/verify.ts";
import { CodemodeError } from "../../errors.ts";
import { plain, printJson } from "../print.ts";

export interface AuditCommandOptions {
  readonly head?: string;
  readonly json?: boolean;
}

/** `codemode audit verify <file>`: how many records there are, and whether their chain holds. Exit code 1 where it does not. */
export async function audit(verb: string | undefined, file: string | undefined, { head, json }: AuditCommandOptions): Promise<number> {
  if (verb !== "verify" || file === undefined)
    throw new CodemodeError("USAGE", "codemode audit has one verb: codemode audit verify <file> [--head HASH] [--json].");
  // A hash of digits alone is a number to the parser.
  const report = await verifyAudit(file, head === undefined ? {} : { head: String(head) });
  if (json) printJson(report);
  else {
    const { records, holds, break: broken, head: last, torn, unended, lost } = report;
    const lines = [
      `${records} records${last ? `, the last of ${last.time} with the hash ${last.hash}` : ""}`,
      holds ? "The chain holds." : `The chain breaks at line ${broken?.line}: ${broken?.why}`,
      ...(torn.length > 0 ? [`Cut off by a crash: line ${torn.join(", line ")}.`] : []),
      ...(unended > 0 ? [`${unended} calls have no end: they run, or their process was killed.`] : []),
      ...(lost > 0 ? [`${lost} records could not be written.`] : []),
    ];
    process.stdout.write(lines.map((line) => `${plain(line)}\n`).join(""));
  }
  return report.holds ? 0 : 1;
}
