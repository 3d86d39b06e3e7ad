import { tableHead, tableLine } from "../table.ts";
import { suiteTargets, type SuiteTally } from "./schema-suite-tally.ts";

export function schemaSuiteTable({ schemas, throws, broken, valid, wronglyRejected, invalid, rejected, taken }: SuiteTally): string {
  const share = (what: string, count: number, of: number, atLeast: number): string =>
    tableLine([what, count, of, (count / of).toFixed(3), `>= ${atLeast}`, count / of >= atLeast ? "yes" : "no"]);
  const none = (what: string, count: number): string => tableLine([what, count, `${schemas} schemas`, "", 0, count === 0 ? "yes" : "no"]);
  const most = [...taken].toSorted(([, one], [, other]) => other - one).map(([file, count]) => `${file} ${count}`);
  const lines = [
    tableHead(["JSON Schema suite", "count", "of", "share", "target", "met"]),
    share("valid values that are accepted", valid - wronglyRejected.length, valid, suiteTargets.accepted),
    share("invalid values that are rejected", rejected, invalid, suiteTargets.rejected),
    none("throws", throws.length),
    none("declarations that do not compile under strict", broken.length),
    ...(most.length === 0 ? [] : [`\ninvalid values that are accepted, by file: ${most.join(", ")}\n`]),
    ...[...throws, ...broken, ...wronglyRejected].slice(0, 30).map((line) => `\n    ${line.slice(0, 300)}\n`),
  ];
  return lines.join("");
}
