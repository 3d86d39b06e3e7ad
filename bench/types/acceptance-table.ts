import { tableHead, tableLine } from "../table.ts";
import type { Acceptance } from "./acceptance.ts";

export function acceptanceTable({ tools, throws, broken, valid, wronglyRejected, invalid }: Acceptance): string {
  const lines = [
    tableHead(["what", "count", "of", "target"]),
    tableLine(["throws", throws.length, `${tools} tools`, 0]),
    tableLine(["declarations that do not compile under strict", broken.length, `${tools} tools`, 0]),
    tableLine(["valid arguments that are rejected", wronglyRejected.length, valid, 0]),
    ...[...invalid].map(([mistake, { count, rejected }]) => tableLine([`rejected: ${mistake}`, rejected, count, ""])),
    ...[...throws, ...broken, ...wronglyRejected].slice(0, 10).map((line) => `\n    ${line.slice(0, 300)}\n`),
  ];
  return lines.join("");
}
