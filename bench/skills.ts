import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodeModeExecutor, SkillManager, ToolRegistry } from "mcp-codemode";
import { measure, timeOf, type Row } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import type { Suite } from "./report.ts";

/** What a thousand saved skills cost to list and to import, and one more to save. */
export const skills: Suite = { thousand };

async function* thousand({ executor: { outerWall } }: BenchOptions): AsyncGenerator<Row> {
  const folder = await mkdtemp(join(tmpdir(), "codemode-bench-"));
  try {
    const manager = new SkillManager([folder]);
    const save = (number: number): Promise<unknown> =>
      manager.save({
        name: `skill_${number}`,
        description: `Adds ${number} to a number.`,
        language: "typescript",
        code: `/** Adds. */\nexport function add_${number}(n: number): number {\n  return n + ${number};\n}\n`,
        replace: true,
      });
    for (let number = 0; number < COUNT; number += 1) await save(number);
    yield await measure({
      what: `${COUNT} skills listed, by a process that has not read them`,
      runs: 20,
      sample: () => timeOf(() => new SkillManager([folder]).list()),
    });
    yield await measure({
      what: `${COUNT} skills listed`,
      runs: 50,
      sample: () => timeOf(() => manager.list()),
      target: { kind: "median", atMost: 50 },
    });
    yield await measure({ what: "one of them found", runs: 50, sample: () => timeOf(() => manager.get("skill_500", "typescript")) });
    yield await measure({ what: "one more version saved", runs: 50, sample: () => timeOf(() => save(500)) });
    await using executor = new CodeModeExecutor(new ToolRegistry(), {
      outerWall,
      skills: manager,
      check: "off",
    });
    const { session_id: sessionId } = await executor.execute("1");
    const run = async (code: string): Promise<void> => {
      const result = await executor.execute(code, { sessionId });
      if (!result.ok) throw new Error(result.error?.message);
    };
    let next = 0;
    yield await measure({
      what: "a program that imports one and calls it",
      runs: 50,
      warmUps: 10,
      sample() {
        next += 1;
        return timeOf(() => run(`import { add_${next} } from "skills/skill_${next}";\nadd_${next}(1)`));
      },
      baseline: { name: "`1 + 1` in the same session", sample: () => timeOf(() => run("1 + 1")) },
      target: { kind: "median", atMost: 5 },
    });
    await manager.save({
      name: "increment",
      description: "Adds one.",
      language: "python",
      code: "def increment(n: int) -> int:\n    return n + 1\n",
      replace: true,
    });
    const other = 'import { increment } from "skills/increment";\nawait increment(1)';
    await run(other);
    yield await measure({
      what: "a program that calls one in the other language",
      runs: 50,
      warmUps: 10,
      sample: () => timeOf(() => run(other)),
      baseline: { name: "`1 + 1` in the same session", sample: () => timeOf(() => run("1 + 1")) },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const COUNT = 1_000;
