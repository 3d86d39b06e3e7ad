import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { readSchemaSuite, type SuiteGroup } from "../../bench/types/schema-suite.ts";
import { suiteTargets, tallySchemaSuite, type SuiteTally } from "../../bench/types/schema-suite-tally.ts";

const groups = readSchemaSuite();

/** The values whose verdict is not the one of a validator that has nothing to do with this package. */
function wrongVerdicts(of: readonly SuiteGroup[]): string[] {
  return of.flatMap(({ file, description, schema, tests }) => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    return tests.filter(({ data, valid }) => validate(data) !== valid).map((each) => `${file} ${description}, ${each.description}`);
  });
}

test("every verdict of the schema suite is right", () => {
  expect(wrongVerdicts(groups)).toEqual([]);
  expect(groups.flatMap(({ tests }) => tests).length).toBeGreaterThanOrEqual(320);
});

test("a verdict that is turned round is found, so the test can tell", () => {
  const [first, ...others] = groups as [SuiteGroup, ...SuiteGroup[]];
  const turned = { ...first, tests: first.tests.map((each, index) => (index === 0 ? { ...each, valid: !each.valid } : each)) };
  expect(wrongVerdicts([turned, ...others])).toEqual([`${first.file} ${first.description}, ${first.tests[0]?.description}`]);
});

test("types take what the schemas of the suite take, and refuse much of what they refuse", () => {
  const tally = tallySchemaSuite(groups);
  expect({ throws: tally.throws, broken: tally.broken }).toEqual({ throws: [], broken: [] });
  expect(acceptedOf(tally)).toBeGreaterThanOrEqual(suiteTargets.accepted);
  expect(rejectedOf(tally)).toBeGreaterThanOrEqual(suiteTargets.rejected);
}, 120_000);

test("types that take nothing or everything miss the targets, so the test can tell", () => {
  expect(acceptedOf(tallySchemaSuite(groups, () => false))).toBeLessThan(suiteTargets.accepted);
  expect(rejectedOf(tallySchemaSuite(groups, () => true))).toBeLessThan(suiteTargets.rejected);
}, 120_000);

function acceptedOf({ valid, wronglyRejected }: SuiteTally): number {
  return (valid - wronglyRejected.length) / valid;
}

function rejectedOf({ invalid, rejected }: SuiteTally): number {
  return rejected / invalid;
}
