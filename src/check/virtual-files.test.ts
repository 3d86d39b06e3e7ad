import { expect, test } from "vitest";
import { acquireTypeChecker, type CheckRequest } from "./type-checker.ts";
import { VirtualFiles } from "./virtual-files.ts";

test("the compiler's files are those in memory; nothing of the machine is there", () => {
  const files = new VirtualFiles();
  files.write("/promised/main.ts", "1");
  const { readFile, fileExists, directoryExists } = files.system;
  expect(readFile?.("/promised/main.ts")).toBe("1");
  // `null` is "it is not there"; `undefined` would have the compiler look on the disk.
  for (const path of [
    "/etc/passwd",
    "/promised/../etc/passwd",
    "/proc/self/environ",
    "/promised/other.ts",
    "/@typescript/x/lib/lib.d.ts/../../x",
  ]) {
    expect(readFile?.(path)).toBeNull();
    expect(fileExists?.(path)).toBe(false);
  }
  expect(directoryExists?.("/promised")).toBe(true);
  expect(directoryExists?.("/etc")).toBe(false);
});

const request = (source: string, names: readonly string[] = []): CheckRequest => ({
  source,
  names,
  earlier: [],
  mayHaveOtherGlobals: false,
  loose: [],
  modules: [],
  servers: [],
});

test("the compiler is told what is new and what has changed", () => {
  const files = new VirtualFiles();
  files.write("/a.ts", "1");
  files.write("/b.ts", "1");
  expect(files.takeChanges()).toEqual({ changed: [], created: ["/a.ts", "/b.ts"], deleted: [] });
  files.write("/a.ts", "1");
  files.write("/b.ts", "2");
  expect(files.takeChanges()).toEqual({ changed: ["/b.ts"], created: [], deleted: [] });
});

test("a program can't have files of the machine read through the check", async () => {
  await using checker = acquireTypeChecker();
  const source =
    '/// <reference path="/etc/passwd" />\nimport secret from "/etc/passwd.json";\nimport "../../../../etc/hosts";\nconst a: number = secret.root;';
  expect(await checker.check(request(source, ["secret", "a"]))).toEqual({ kind: "checked", findings: [], loosened: [] });
});

test("types that never end are no check, and the next program is checked again", async () => {
  await using checker = acquireTypeChecker();
  const endless =
    "type Grow<T extends unknown[], N> = T['length'] extends N ? T : Grow<[...T, ...T, 1], N>;\nconst x: Grow<[1], 7> = null as any;\nfunction f<T>(a: T, b: T[][]): void {}\nx.foo;";
  expect(["checked", "skipped"]).toContain((await checker.check(request(endless))).kind);
  expect(await checker.check(request("missing"))).toMatchObject({ kind: "checked", findings: [{ start: 0, length: 7 }] });
}, 30_000);
