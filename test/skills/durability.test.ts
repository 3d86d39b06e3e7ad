import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { SkillManager } from "../../src/skills/skill-manager.ts";

const program = fileURLToPath(new URL("../fixtures/programs/saves-skills.mjs", import.meta.url));
const manager = new URL("../../dist/skills/skill-manager.js", import.meta.url).href;

interface Told {
  readonly number?: number;
  readonly version?: number;
  readonly steps?: number;
}

/** What the program was told, line by line, until it ended. */
async function save(
  folder: string,
  first: number,
  saves: number,
  dieAt: number,
): Promise<{ readonly told: Told[]; readonly killed: boolean }> {
  const child = spawn(process.execPath, [program, manager, folder, String(first), String(saves), String(dieAt)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_, how) => resolve(how)));
  return {
    told: output
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Told),
    killed: signal === "SIGKILL",
  };
}

/** Every version is whole, and what stands in the folder is one saved state: the description and the code of one number. */
async function assertWhole(folder: string): Promise<void> {
  const skills = new SkillManager([folder]);
  const { skills: found, problems } = await skills.list();
  expect(problems).toEqual([]);
  const history = skills.history("counted");
  for (const { version, files } of history) {
    for (const [path, digest] of Object.entries(files)) {
      const content = await readFile(join(folder, ".history/counted", String(version), "files", path));
      expect(createHash("sha256").update(content).digest("hex")).toBe(digest);
    }
  }
  const last = history.at(-1);
  if (last === undefined || last.deleted) expect(found).toEqual([]);
  else {
    expect(found).toMatchObject([{ version: last.version, changed: false }]);
    expect(`export const number = ${/\d+/.exec(found[0]?.description ?? "")?.[0]};\n`).toBe(found[0]?.code);
  }
  expect((await readdir(folder)).filter((name) => !["counted", ".history"].includes(name))).toEqual([]);
}

test("a kill at any of 1,000 points loses no version that was acknowledged, and leaves no half one", { timeout: 900_000 }, async () => {
  const { told: whole } = await save(await mkdtemp(join(tmpdir(), "codemode-test-")), 0, 6, 0);
  const steps = whole.at(-1)?.steps ?? 0;
  expect(steps).toBeGreaterThan(100);
  let kills = 0;
  let acknowledged = 0;
  let rounds = 0;
  const lane = async (): Promise<void> => {
    while (kills < 1_000) {
      const round = rounds++;
      const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
      const kept = new Map<number, number>();
      // Each process goes on in what the one before has left.
      for (let died = 0; died < 20; died += 1) {
        const { told, killed } = await save(folder, died * 10, 6, 1 + (((round * 20 + died) * 7919) % steps));
        kills += killed ? 1 : 0;
        for (const { version, number } of told) if (version !== undefined && number !== undefined) kept.set(version, number);
        await assertWhole(folder);
        for (const [version, number] of kept) {
          const code = await readFile(join(folder, `.history/counted/${version}/files/counted/index.ts`), "utf8");
          expect(code).toBe(`export const number = ${number};\n`);
        }
      }
      acknowledged += kept.size;
      await rm(folder, { recursive: true });
    }
  };
  await Promise.all([lane(), lane()]);
  expect(acknowledged).toBeGreaterThan(1_000);
});

test("two processes that save one skill at once lose neither's versions", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  const both = await Promise.all([save(folder, 1_000, 40, 0), save(folder, 2_000, 40, 0)]);
  const kept = both.flatMap(({ told }) => told).filter(({ version }) => version !== undefined);
  expect(kept).toHaveLength(64);
  expect(new Set(kept.map(({ version }) => version)).size).toBe(64);
  for (const { version, number } of kept) {
    expect(await readFile(join(folder, `.history/counted/${version}/files/counted/index.ts`), "utf8")).toBe(
      `export const number = ${number};\n`,
    );
  }
  await assertWhole(folder);
});
