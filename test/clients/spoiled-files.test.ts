import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { clients } from "../../src/clients/all.ts";
import { readClientFile } from "../../src/clients/discover.ts";
import { install } from "../../src/clients/install.ts";
import { ownCommand } from "../../src/clients/own-entry.ts";
import { uninstall } from "../../src/clients/uninstall.ts";
import { editConfig } from "../../src/config/edit-config.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { CodemodeError } from "../../src/errors.ts";
import { newUser, ownConfig, putSample } from "../fixtures/client-home.ts";

const environment = { LOG_LEVEL: "debug", TICKETS_TOKEN: "t" };

/** Every other one is cut off somewhere, every other one has one bit changed somewhere. */
function* spoil(whole: Buffer, count: number): Generator<{ readonly bytes: Buffer; readonly cut: boolean }> {
  for (let n = 0; n < count; n += 1) {
    const cut = n % 2 === 0;
    const bytes = Buffer.from(cut ? whole.subarray(0, (n * 7919) % (whole.length - 2)) : whole);
    if (!cut) bytes[(n * 104_729) % whole.length]! ^= 1 << ((n >> 1) % 8);
    yield { bytes, cut };
  }
}

/** Names of fields and kinds of values: what is left when values are not looked at. */
function shapeOf(value: unknown): unknown {
  if (value instanceof Map) return [...value.values()].map(shapeOf);
  if (Array.isArray(value)) return value.map(shapeOf);
  return typeof value === "object" && value !== null ? Object.values(value).map(shapeOf) : typeof value;
}

test("1,000 truncations and flipped bits of our config: whole, or an error that names file and place, and never written over", async () => {
  const user = await newUser();
  const file = ownConfig(user);
  await editConfig(
    file,
    () => [
      {
        path: ["mcpServers", "filesystem"],
        value: { command: "npx", args: ["-y", "server", "/notes"], env: { LEVEL: "${LOG_LEVEL:-warn}" } },
      },
      {
        path: ["mcpServers", "tickets"],
        value: { url: "https://tickets.example/mcp", headers: { Authorization: "Bearer ${TICKETS_TOKEN}" } },
      },
      { path: ["mcpServers", "tackets"], value: { command: "größer", timeoutMs: 5_000 } },
      { path: ["codemode"], value: { tools: { hidden: ["filesystem.write_file"] }, sandbox: { outerWall: "require" } } },
    ],
    { create: "{ // mine\n}\n" },
  );
  const whole = await readFile(file);
  const loaded = shapeOf(await loadConfig({ file, environment }));
  let loadedAnyhow = 0;
  for (const { bytes, cut } of spoil(whole, 1_000)) {
    await writeFile(file, bytes);
    const load = await loadConfig({ file, environment }).catch((error: CodemodeError) => error);
    if (load instanceof Error) {
      expect(["CONFIG_NOT_JSON", "CONFIG_INVALID", "CONFIG_VARIABLE_MISSING"]).toContain(load.code);
      // The place: line and column, or server and field.
      expect(load.message).toMatch(new RegExp(`^${file}(?::\\d+:\\d+: |: (?:server|section|unknown field|"mcpServers"|the config))`));
    } else {
      loadedAnyhow += 1;
      expect(cut).toBe(false);
      expect(shapeOf(load)).toEqual(loaded);
    }
    const edited = await editConfig(file, () => [{ path: ["mcpServers", "more"], value: { command: "more" } }]).catch(
      (error: CodemodeError) => error,
    );
    const now = await readFile(file);
    if (edited instanceof Error) expect(now).toEqual(bytes);
    else expect(now.toString()).toContain('"more"');
    if (cut) expect(edited).toBeInstanceOf(Error);
  }
  // A bit within a name or a value that stays one can't be told.
  expect(loadedAnyhow).toBeGreaterThan(50);
  expect(loadedAnyhow).toBeLessThan(400);
});

test.each(["cursor", "codex"] as const)(
  "1,000 truncations and flipped bits of %s's file: read whole or not at all, and never written over",
  async (name) => {
    const user = await newUser();
    const client = clients[name];
    const file = await putSample(name, user);
    const own = ownCommand("/c.json", { main: "/opt/mcp-codemode/dist/cli/main.js" });
    const whole = await readFile(file);
    let unread = 0;
    for (const { bytes, cut } of spoil(whole, 1_000)) {
      await writeFile(file, bytes);
      const found = await readClientFile(client, { path: file, scope: "user" }, user);
      if (found?.problem === undefined) {
        // JSON that is cut off is none; TOML may end after any line.
        if (cut && bytes.length > 0) expect(name).toBe("codex");
        continue;
      }
      unread += 1;
      expect(found.problem).toMatch(new RegExp(`^${file}:\\d+:\\d+: `));
      expect(found.servers).toEqual([]);
      await expect(install(client, user, { own, moveTo: ownConfig(user) })).rejects.toMatchObject({
        message: expect.stringContaining(file),
      });
      expect(await readFile(file)).toEqual(bytes);
    }
    expect(unread).toBeGreaterThan(name === "cursor" ? 550 : 300);
    // Of those that could be read, some: in and out again is byte for byte.
    for (const { bytes } of spoil(whole, 60)) {
      await writeFile(file, bytes);
      const done = await install(client, user, { own }).catch(() => undefined);
      if (!done) continue;
      await uninstall(client, user);
      expect(await readFile(file)).toEqual(bytes);
    }
  },
);

test("a backup that was changed is not used, and the client's file is left as it is", async () => {
  const user = await newUser();
  const file = await putSample("cursor", user);
  const { backup } = await install(clients.cursor, user, { own: ownCommand("/c.json") });
  const installed = await readFile(file);
  const whole = await readFile(backup);
  for (const { bytes } of spoil(whole, 100)) {
    await writeFile(backup, bytes);
    await expect(uninstall(clients.cursor, user)).rejects.toMatchObject({ code: "STATE_BROKEN", message: expect.stringContaining(backup) });
    expect(await readFile(file)).toEqual(installed);
    expect(await readFile(backup)).toEqual(bytes);
  }
});

test.each([
  [
    "bytes that are no UTF-8",
    Buffer.concat([Buffer.from('{\n "mcpServers": { "a": { "command": "'), Buffer.from([0xff]), Buffer.from('" } } }')]),
    /:2:37: /,
  ],
  ["a name that stands twice", '{ "mcpServers": { "a": { "command": "b" }, "a": { "command": "c" } } }', /:1:44: .*"a" stands twice/],
  ["a name that sets a prototype", '{ "mcpServers": { "__proto__": { "command": "b" } } }', /:1:19: .*"__proto__"/],
  [
    "a section that is nearly ours",
    '{ "mcpServers": {}, "codemod": { "tools": { "hidden": ["a"] } } }',
    /unknown field "codemod".*"codemode"/,
  ],
  ["more levels than can be followed", `${"[".repeat(100_000)}`, /nested too deeply/],
])("%s are an error, and not half a config", async (_, content, message) => {
  const user = await newUser();
  const file = ownConfig(user);
  await editConfig(file, () => [], { create: "{}" }).catch(() => {});
  await writeFile(file, content);
  await expect(loadConfig({ file, environment })).rejects.toMatchObject({ message: expect.stringMatching(message) });
  // A name that is only nearly ours is good JSON.
  if (String(message).includes("codemod")) return;
  await expect(editConfig(file, () => [{ path: ["mcpServers", "more"], value: { command: "more" } }])).rejects.toBeInstanceOf(Error);
  expect(await readFile(file)).toEqual(Buffer.from(content));
});
