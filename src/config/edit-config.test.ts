import { chmod, lstat, mkdtemp, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { editConfig } from "./edit-config.ts";

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), "codemode-test-"));

test("comments, layout, line ends, mode and links stay", async () => {
  const base = await folder();
  const real = join(base, "real.json");
  const link = join(base, "link.json");
  await writeFile(
    real,
    '{\r\n\t// mine\r\n\t"a": { "b": [1,2] },\r\n\t"codemode": {\r\n\t\t"allow": [\r\n\t\t\t// once\r\n\t\t\t"a.b"\r\n\t\t]\r\n\t}, /* too */\r\n}\r\n',
  );
  await chmod(real, 0o640);
  await symlink(real, link);
  await editConfig(link, () => [{ path: ["codemode", "allow", -1], value: "c.d", insert: true }]);
  expect(await readFile(real, "utf8")).toBe(
    '{\r\n\t// mine\r\n\t"a": { "b": [1,2] },\r\n\t"codemode": {\r\n\t\t"allow": [\r\n\t\t\t// once\r\n\t\t\t"a.b",\r\n\t\t\t"c.d"\r\n\t\t]\r\n\t}, /* too */\r\n}\r\n',
  );
  expect((await stat(real)).mode & 0o777).toBe(0o640);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test("a file that is no JSON, or is not there, is an error and left alone", async () => {
  const file = join(await folder(), "codemode.json");
  const add = (): Promise<unknown> => editConfig(file, () => [{ path: ["a"], value: 1 }]);
  await expect(add()).rejects.toMatchObject({ code: "CONFIG_NOT_FOUND" });
  await writeFile(file, '{ "a": ');
  await expect(add()).rejects.toMatchObject({ code: "CONFIG_NOT_JSON", data: { line: 1 } });
  expect(await readFile(file, "utf8")).toBe('{ "a": ');
});

test("a new file begins as it is told, for its owner alone", async () => {
  const file = join(await folder(), "codemode.json");
  await editConfig(file, () => [{ path: ["mcpServers", "a"], value: { command: "b" } }], { create: "{}\n" });
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ mcpServers: { a: { command: "b" } } });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
