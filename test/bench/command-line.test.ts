import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isStandard, parseOptions } from "../../bench/options.ts";
import { inPackage } from "../../bench/paths.ts";
import { isWhole, readResults } from "../../bench/results.ts";
import { failedRow } from "../../bench/measure.ts";
import type { Item } from "../../bench/report.ts";
import { runGroup } from "../../bench/run-group.ts";
import { resultOf } from "./result-of.ts";

const suites = ["peers", "sandbox", "soak"];

test.each([
  [["nothing-of-the-kind"], 'There is no suite "nothing-of-the-kind". Suites: peers, sandbox'],
  [["skills", "--only", "calls"], 'There is no group "calls" in skills.'],
  [["--driver", "none"], "--driver takes auto or deno or quickjs"],
  [["soak", "--executions", "0"], "--executions takes a positive whole number"],
])("%j ends with exit code 2 before anything is measured", (args, message) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [inPackage("bench/.out/main.js"), ...args], { encoding: "utf8" });
  expect(stderr).toContain(message);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test("a group whose process ends too early is a row that failed, after what it gave", async () => {
  const items: Item[] = [];
  for await (const item of runGroup("sandbox", "nothing-of-the-kind", parseOptions([], suites))) items.push(item);
  expect(items).toEqual([failedRow("sandbox/nothing-of-the-kind", "its process ended with exit code 1")]);
});

test("without a suite all run but soak", () => {
  expect(parseOptions([], suites).suites).toEqual(["peers", "sandbox"]);
  expect(parseOptions(["soak"], suites).suites).toEqual(["soak"]);
});

test("--compare takes a path where there is one, and stands alone otherwise", () => {
  const folder = mkdtempSync(join(tmpdir(), "codemode-bench-"));
  expect(parseOptions(["peers"], suites).compare).toBeUndefined();
  expect(parseOptions(["peers", "--compare"], suites).compare).toBe("");
  expect(parseOptions(["--compare", "peers"], suites)).toMatchObject({ compare: "", suites: ["peers"] });
  expect(parseOptions(["--compare", folder, "peers"], suites)).toMatchObject({ compare: folder, suites: ["peers"] });
});

test("only figures with standard options are kept, and only those of groups without a failure of their own", () => {
  expect(isStandard(parseOptions(["peers", "--json", "--only", "ledger"], suites))).toBe(true);
  for (const other of [
    ["--driver", "quickjs"],
    ["--outer-wall", "auto"],
    ["--executions", "5"],
    ["--data", "x"],
    ["--suite", "x"],
  ])
    expect(isStandard(parseOptions(other, suites))).toBe(false);
  expect(isWhole(resultOf("s", "g", [{ ...failedRow("w", "why"), subject: "theirs" }]))).toBe(true);
  expect(isWhole(resultOf("s", "g", [failedRow("w", "why")]))).toBe(false);
});

test("results are read from a file of one, from what --json printed, and from a folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "codemode-bench-"));
  const results = [resultOf("s", "a", []), resultOf("s", "b", [])];
  writeFileSync(join(folder, "printed.json"), JSON.stringify({ results }));
  expect(readResults(join(folder, "printed.json"))).toEqual(results);
  writeFileSync(join(folder, "one.json"), JSON.stringify(results[0]));
  expect(readResults(join(folder, "one.json"))).toEqual([results[0]]);
  expect(readResults(folder)).toHaveLength(3);
});
