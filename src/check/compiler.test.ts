import { afterEach, expect, test } from "vitest";
import { setTimeout as pause } from "node:timers/promises";
import { Compiler } from "./compiler.ts";
import type { CheckRequest } from "./type-checker.ts";

const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
afterEach(() => void process.off("uncaughtException", note));

test("a compiler that is ended while it is asked, at whatever point, is no failure of this process", async () => {
  process.on("uncaughtException", note);
  const lines = Array.from(
    { length: 50 },
    (_, index) => `const n${index} = await Promise.resolve(${index}); console.log(String(n${index}));`,
  );
  const request = (last: string): CheckRequest => ({
    source: [...lines, last].join("\n"),
    names: [],
    earlier: [],
    mayHaveOtherGlobals: false,
    loose: [],
    modules: [],
    servers: [],
  });
  for (let point = 0; point < 24; point += 1) {
    const compiler = new Compiler();
    expect(await compiler.check(request("1"))).toMatchObject({ kind: "checked" });
    const asked = compiler.check(request(`${point}`));
    await pause(point / 2);
    compiler.kill();
    await Promise.race([asked, compiler.lost]);
    await pause(20);
  }
  expect(uncaught).toEqual([]);
}, 60_000);
