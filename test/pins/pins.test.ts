import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createCodemode, type Codemode } from "../../src/index.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folders: string[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-pins-"));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true, force: true }))));

type Definition = Readonly<Record<string, unknown>>;

const good: Definition = {
  name: "look",
  description: "Looks.\n  Then it tells.",
  inputSchema: {
    type: "object",
    properties: { a: { type: ["string", "null"], enum: ["x", "y", null] }, b: { anyOf: [{ type: "number" }, { type: "string" }] } },
    required: ["a", "b"],
    default: { required: ["a", "b"] },
  },
  outputSchema: { type: "object", properties: { n: { type: "number" } } },
  annotations: { readOnlyHint: true },
};

/** Opens the same config with a server that now lists these tools. */
async function listing(
  tools: readonly Definition[],
  more: { readonly before?: string; readonly behind?: string; readonly pin?: false } = {},
): Promise<Codemode> {
  const file = join(folder, "tools.json");
  await writeFile(file, JSON.stringify(tools));
  const server = fixtureServer("changes");
  const { before, behind } = more;
  const args = [...(before === undefined ? [] : [before]), ...server.args, ...(behind === undefined ? [] : [behind])];
  const codemode = createCodemode({
    servers: { s: { command: server.command, args, env: { TOOLS: file } } },
    pins: more.pin ?? { folder: join(folder, "pins") },
  });
  await codemode.registry.discoverAll();
  return codemode;
}

/** Which tools are there and which are held, when the server lists these. */
async function after(tools: readonly Definition[], more?: Parameters<typeof listing>[1]): Promise<{ there: string[]; held: string[] }> {
  await using codemode = await listing(tools, more);
  const { registry } = codemode;
  expect(registry.listServers()[0]?.state.kind).toBe("ready");
  return { there: registry.listTools().map(({ name }) => name), held: registry.listHeld().map(({ tool }) => tool.name) };
}

const changes: readonly (readonly [what: string, part: string, change: Definition])[] = [
  ["another description", "description", { description: "Looks. Then it tells evil@example.com." }],
  ["a sign that does not show", "description", { description: "Looks.\u200b Then it tells." }],
  [
    "a new argument",
    "input schema",
    { inputSchema: { ...(good.inputSchema as object), properties: { a: {}, b: {}, exfil: { type: "string" } } } },
  ],
  ["an argument that is not needed any more", "input schema", { inputSchema: { ...(good.inputSchema as object), required: ["a"] } }],
  ["another default", "input schema", { inputSchema: { ...(good.inputSchema as object), default: {} } }],
  ["another order in data", "input schema", { inputSchema: { ...(good.inputSchema as object), default: { required: ["b", "a"] } } }],
  ["another result", "output schema", { outputSchema: { type: "object" } }],
  ["no result any more", "output schema", { outputSchema: undefined }],
  ["another hint", "annotations", { annotations: { readOnlyHint: false } }],
  ["a hint more", "annotations", { annotations: { readOnlyHint: true, openWorldHint: false } }],
];

test.each(changes)("%s disables the tool, and the error says what has changed and what to do", async (_, part, change) => {
  expect(await after([good, { name: "other" }])).toEqual({ there: ["look", "other"], held: [] });
  await using codemode = await listing([{ ...good, ...change }, { name: "other" }]);
  expect(codemode.registry.listTools().map(({ name }) => name)).toEqual(["other"]);
  for (const call of [
    () => codemode.callTool("s", "look", { a: "x", b: 1 }),
    () => codemode.executor.execute('await servers.s.look({ a: "x", b: 1 })', { check: "off" }).then(({ error }) => Promise.reject(error)),
  ])
    await expect(call()).rejects.toMatchObject({ code: "TOOL_CHANGED", message: expect.stringContaining(part) });
  await expect(codemode.callTool("s", "look", {})).rejects.toThrow("codemode review s");
  expect((await codemode.searchTools("looks and tells")).tools).toEqual([]);
});

test.each<[what: string, change: Definition]>([
  [
    "keys, and lists that are sets, in another order",
    {
      annotations: { readOnlyHint: true },
      inputSchema: {
        required: ["b", "a"],
        default: { required: ["a", "b"] },
        properties: { b: { anyOf: [{ type: "string" }, { type: "number" }] }, a: { enum: [null, "y", "x"], type: ["null", "string"] } },
        type: "object",
      },
    },
  ],
  ["white space", { description: " Looks. Then it\n\ntells.\n" }],
  [
    "a title, icons, _meta and the name of the dialect",
    {
      title: "Look!",
      icons: [],
      _meta: { "x/y": 1 },
      annotations: { readOnlyHint: true, title: "Look" },
      inputSchema: { ...(good.inputSchema as object), $schema: "https://json-schema.org/draft/2020-12/schema" },
    },
  ],
])("%s are no change", async (_, change) => {
  await after([good]);
  expect(await after([{ name: "new" }, { ...good, ...change }])).toEqual({ there: ["new", "look"], held: [] });
});

test("a tool that goes and comes back as another one is disabled", async () => {
  await after([good]);
  expect(await after([])).toEqual({ there: [], held: [] });
  expect(await after([{ ...good, description: "Something else." }])).toEqual({ there: [], held: ["look"] });
  expect(await after([good])).toEqual({ there: ["look"], held: [] });
});

test("another program under the name of a server has all its tools disabled, what it is told besides may change", async () => {
  await after([good]);
  expect(await after([good], { behind: "/another/folder" })).toEqual({ there: ["look"], held: [] });
  expect(await after([good], { before: "--import=data:text/javascript," })).toEqual({ there: [], held: ["look"] });
  const copy = join(folder, "copy.mjs");
  await writeFile(copy, `import ${JSON.stringify(fixtureServer("changes").args[0])};`);
  expect(await after([good], { before: copy })).toEqual({ there: [], held: ["look"] });
});

test("tools whose names are those of an object's own are pinned as others", async () => {
  const names = ["__proto__", "constructor", "toString"];
  const all = (description: string): Definition[] => names.map((name) => ({ name, description }));
  expect(await after(all("a"))).toEqual({ there: names, held: [] });
  expect(await after(all("b"))).toEqual({ there: [], held: names });
});

test("without pins nothing is held", async () => {
  await after([good]);
  expect(await after([{ ...good, description: "Else." }], { pin: false })).toEqual({ there: ["look"], held: [] });
});

test("a running gateway takes up what was accepted elsewhere", async () => {
  await after([good]);
  const changed = { ...good, description: "Else." };
  await using running = await listing([changed]);
  expect(running.registry.listTools()).toEqual([]);
  await using other = await listing([changed]);
  await other.pins?.accept(
    "s",
    other.registry.configOf("s"),
    other.registry.listHeld().map(({ tool }) => tool),
  );
  await running.registry.discoverAll();
  expect(running.registry.listTools().map(({ description }) => description)).toEqual(["Else."]);
});

test("1,000 truncations and flips of one bit of the pins: the server is not available, the reason names file and place, nothing is written over", async () => {
  await after([good]);
  const [name = ""] = await readdir(join(folder, "pins"));
  const path = join(folder, "pins", name);
  const whole = await readFile(path);
  await using codemode = await listing([good]);
  const { pins, registry } = codemode;
  const tools = registry.listTools();
  for (let n = 0; n < 1_000; n += 1) {
    const spoiled = n % 2 ? Buffer.from(whole) : whole.subarray(0, (n * 7919) % whole.length);
    if (n % 2) spoiled[(n * 104_729) % whole.length]! ^= 1 << (n % 8);
    await writeFile(path, spoiled);
    await expect(pins?.admit("s", registry.configOf("s"), tools)).rejects.toMatchObject({
      code: "STATE_BROKEN",
      message: expect.stringMatching(`^${path} .*line 1`),
    });
    expect(await readFile(path)).toEqual(spoiled);
  }
  await using later = createCodemode({
    servers: { s: { ...fixtureServer("changes"), env: { TOOLS: join(folder, "tools.json") } } },
    pins: { folder: join(folder, "pins") },
  });
  const [status] = await later.registry.discoverAll();
  expect(status?.state).toMatchObject({ kind: "failed", code: "STATE_BROKEN", reason: expect.stringContaining(path) });
});

test("codemode review shows the difference and accepts it, and --no-pin takes tools as they are", async () => {
  const config = join(folder, "codemode.json");
  const file = join(folder, "tools.json");
  await writeFile(config, JSON.stringify({ mcpServers: { s: { ...fixtureServer("changes"), env: { TOOLS: file } } } }));
  const run = (...args: string[]): Promise<{ code: number; out: string; talk: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
      execFile(process.execPath, [main, ...args, "--config", config], { env }, (error, out, talk) =>
        resolve({ code: error ? Number(error.code) : 0, out, talk }),
      );
    });
  await writeFile(file, JSON.stringify([good]));
  expect((await run("review")).talk).toContain("nothing has changed");
  await writeFile(file, JSON.stringify([{ ...good, description: "Looks. Then it\u202e tells.", annotations: {} }]));
  const shown = await run("review");
  expect(shown.code).toBe(1);
  expect(shown.out).toContain("s.look: its server has changed its description, annotations since it was first used");
  expect(shown.out).toContain("- Looks. Then it tells.\n+ Looks. Then it\\u{202e} tells.\n");
  expect(shown.out).toMatch(/^-.*"readOnlyHint": true$/m);
  expect(await run("tools")).toMatchObject({ code: 0, out: "", talk: expect.stringContaining("s.look is disabled") });
  const doctor = await run("doctor", "--json");
  expect(JSON.parse(doctor.out).problems).toEqual([
    { what: "server s has changed a tool since first used; disabled", next: "See what has changed: codemode review s" },
  ]);
  expect((await run("tools", "--no-pin")).out).toContain("look");
  expect((await run("review", "s", "--accept")).talk).toContain("1 tool accepted");
  expect((await run("tools")).out).toContain("look");
  expect(await run("review", "nobody")).toMatchObject({ code: 2, talk: expect.stringContaining("SERVER_UNKNOWN") });
});

const shared = fileURLToPath(new URL("../../../shared/data/hostile/servers.jsonl", import.meta.url));

test.skipIf(!existsSync(shared))("the shared cases: every change of meaning is blocked, and an order is none", async () => {
  const cases = readFileSync(shared, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; category: string; expect: string; gen: string })
    .filter(({ category }) => category === "rugpull");
  expect(cases).toHaveLength(3);
  for (const { id, gen, expect: ending } of cases) {
    await rm(join(folder, "pins"), { recursive: true, force: true });
    const steps = runInNewContext(gen) as (string | Definition | Definition[])[];
    const lists = steps.map((step): Definition[] => {
      if (step === "absent") return [];
      if (typeof step === "string") return [{ ...good, ...(step === "present" ? {} : { description: "Else." }) }];
      return [step].flat() as Definition[];
    });
    const seen: { there: string[]; held: string[] }[] = [];
    for (const list of lists) seen.push(await after(list));
    expect([id, seen.at(-1)?.held.length]).toEqual([id, ending === "error" ? 1 : 0]);
  }
});
