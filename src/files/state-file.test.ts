import { statSync } from "node:fs";
import { mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { StateFile } from "./state-file.ts";

const schema = z.record(z.string(), z.object({ hash: z.string() }));
const inFolder = (folder: string): StateFile<z.infer<typeof schema>> =>
  new StateFile(join(folder, "deep", "state"), { what: "what a test keeps", schema, empty: {} });
const open = async (): Promise<StateFile<z.infer<typeof schema>>> => inFolder(await mkdtemp(join(tmpdir(), "codemode-test-")));

test("what was written is read by others, and only its owner may read it", async () => {
  const state = await open();
  expect(await state.read()).toEqual({});
  await state.update((now) => ({ ...now, a: { hash: "ä" } }));
  expect(await new StateFile(state.path, { what: "x", schema, empty: {} }).read()).toEqual({ a: { hash: "ä" } });
  if (process.platform !== "win32") expect((await stat(state.path)).mode & 0o777).toBe(0o600);
});

test("changes made at once all count", async () => {
  const state = await open();
  const other = new StateFile(state.path, { what: "x", schema, empty: {} });
  await Promise.all([...Array(40)].map((_, n) => (n % 2 ? state : other).update((now) => ({ ...now, [n]: { hash: "h" } }))));
  expect(Object.keys(await state.read())).toHaveLength(40);
  expect(await readdir(join(state.path, ".."))).toEqual(["state"]);
});

test("changes that wait for each other are written together, and one that throws is nobody else's failure", async () => {
  const state = await open();
  await state.update(() => ({}));
  const files = new Set<number>();
  const changes = [...Array(200)].map((_, n) =>
    state.update((now) => {
      files.add(statSync(state.path).ino);
      if (n === 100) throw new Error("not this one");
      return { ...now, [n]: { hash: "h" } };
    }),
  );
  const failed = (await Promise.allSettled(changes)).flatMap((each, n) => (each.status === "rejected" ? [n] : []));
  expect(failed).toEqual([100]);
  expect(Object.keys(await state.read())).toHaveLength(199);
  // The first is written by itself, the others after it.
  expect(files.size).toBeLessThanOrEqual(2);
});

test("what somebody else has written is seen, though the file was read before", async () => {
  const state = await open();
  const other = inFolder(join(state.path, "../.."));
  for (const hash of ["a", "b", "c"]) {
    await other.update(() => ({ x: { hash } }));
    expect(await state.read()).toEqual({ x: { hash } });
  }
});

test("1,000 truncations and flips of one bit are each an error that names the file and the place, and nothing is written over", async () => {
  const state = await open();
  await state.update(() => ({ filesystem: { hash: "0123456789abcdef" }, 'a "quoted" name': { hash: "é" } }));
  const whole = await readFile(state.path);
  for (let n = 0; n < 1_000; n += 1) {
    const spoiled = n % 2 ? Buffer.from(whole) : whole.subarray(0, (n * 7919) % whole.length);
    if (n % 2) spoiled[(n * 104_729) % whole.length]! ^= 1 << (n % 8);
    await writeFile(state.path, spoiled);
    const place = new RegExp(`^${state.path} .*line 1: `);
    for (const use of [() => state.read(), () => state.update(() => ({}))])
      await expect(use()).rejects.toMatchObject({ code: "STATE_BROKEN", message: expect.stringMatching(place) });
    expect(await readFile(state.path)).toEqual(spoiled);
  }
});

test("what another version has written and this one does not know is an error that names the field", async () => {
  const state = await open();
  const later = new StateFile(state.path, { what: "x", schema: z.unknown(), empty: undefined });
  await later.update(() => ({ a: { hash: 7 } }));
  await expect(state.read()).rejects.toMatchObject({ code: "STATE_BROKEN", message: expect.stringContaining("a.hash: ") });
});
