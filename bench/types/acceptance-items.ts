import { failedRow } from "../measure.ts";
import type { Item } from "../report.ts";
import type { Acceptance } from "./acceptance.ts";
import { examples } from "./examples.ts";
import type { PythonAcceptance } from "./python-acceptance.ts";

export function acceptanceItems({ tools, throws, broken, valid, wronglyRejected, invalid }: Acceptance): Item[] {
  const wrong = [...throws, ...broken, ...wronglyRejected];
  return [
    {
      kind: "table",
      title: "TypeScript, before it runs",
      columns: ["what", "count", "of", "target"],
      rows: [
        ["throws", throws.length, `${tools} tools`, 0],
        ["declarations that do not compile under strict", broken.length, `${tools} tools`, 0],
        ["valid arguments that are rejected", wronglyRejected.length, valid, 0],
        ...[...invalid].map(([mistake, { count, rejected }]) => [`rejected: ${mistake}`, rejected, count, ""]),
      ],
    },
    ...examples(wrong, 10),
    ...(wrong.length > 0 ? [failedRow("types of real tools", `${wrong.length} mistakes where there may be none`)] : []),
  ];
}

export function pythonAcceptanceItems({ tools, valid, wronglyStopped, invalid, signatureCharacters }: PythonAcceptance): Item[] {
  const { mean, max } = signatureCharacters;
  const missed = [...invalid.values()].flatMap((tally) => tally.missed);
  return [
    {
      kind: "table",
      title: "Python, before it runs",
      columns: ["what", "count", "of", "target"],
      rows: [
        ["valid calls that are stopped", wronglyStopped.length, valid, 0],
        ...[...invalid].map(([mistake, { count, stopped }]) => [`stopped: ${mistake}`, stopped, count, ""]),
        ["characters of a signature, mean", mean, `${tools} tools`, ""],
        ["characters of a signature, most", max, `${tools} tools`, "<= 16,000"],
      ],
    },
    ...examples([...wronglyStopped, ...missed], 10),
    ...(wronglyStopped.length > 0 ? [failedRow("valid calls in Python", `${wronglyStopped.length} are stopped`)] : []),
  ];
}
