import { failedRow } from "../measure.ts";
import type { Item } from "../report.ts";
import { examples } from "./examples.ts";
import { suiteTargets, type SuiteTally } from "./schema-suite-tally.ts";

export function schemaSuiteItems({ schemas, throws, broken, valid, wronglyRejected, invalid, rejected, taken }: SuiteTally): Item[] {
  const shares = [
    { what: "valid values that are accepted", count: valid - wronglyRejected.length, of: valid, atLeast: suiteTargets.accepted },
    { what: "invalid values that are rejected", count: rejected, of: invalid, atLeast: suiteTargets.rejected },
  ];
  const none = [
    { what: "throws", count: throws.length },
    { what: "declarations that do not compile under strict", count: broken.length },
  ];
  const missed = [
    ...shares.filter(({ count, of, atLeast }) => count / of < atLeast).map(({ what }) => what),
    ...none.filter(({ count }) => count > 0).map(({ what }) => what),
  ];
  const most = [...taken].toSorted(([, one], [, other]) => other - one).map(([file, count]) => `${file} ${count}`);
  return [
    {
      kind: "table",
      title: "JSON Schema suite",
      columns: ["what", "count", "of", "share", "target"],
      rows: [
        ...shares.map(({ what, count, of, atLeast }) => [what, count, of, (count / of).toFixed(3), `>= ${atLeast}`]),
        ...none.map(({ what, count }) => [what, count, `${schemas} schemas`, "", 0]),
      ],
    },
    ...(most.length === 0 ? [] : [{ kind: "text" as const, text: `Invalid values that are accepted, by file: ${most.join(", ")}.` }]),
    ...examples([...throws, ...broken, ...wronglyRejected], 30),
    ...missed.map((what) => failedRow(`JSON Schema suite: ${what}`, "the target is missed")),
  ];
}
