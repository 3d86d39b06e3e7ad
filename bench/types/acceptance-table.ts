import { tableHead, tableLine } from "../table.ts";
import type { Acceptance } from "./acceptance.ts";
import type { PythonAcceptance } from "./python-acceptance.ts";

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

export function pythonAcceptanceTable({ tools, valid, wronglyStopped, invalid, signatureCharacters }: PythonAcceptance): string {
  const { mean, max } = signatureCharacters;
  const missed = [...invalid.values()].flatMap((tally) => tally.missed);
  return [
    tableHead(["Python, before it runs", "count", "of", "target"]),
    tableLine(["valid calls that are stopped", wronglyStopped.length, valid, 0]),
    ...[...invalid].map(([mistake, { count, stopped }]) => tableLine([`stopped: ${mistake}`, stopped, count, ""])),
    tableLine(["characters of a signature, mean", mean, `${tools} tools`, ""]),
    tableLine(["characters of a signature, most", max, `${tools} tools`, 16_000]),
    ...[...wronglyStopped, ...missed].slice(0, 10).map((line) => `\n    ${line.slice(0, 300)}\n`),
  ].join("");
}
