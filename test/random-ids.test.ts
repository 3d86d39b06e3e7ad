import { afterAll, expect, test } from "vitest";
import { createCodemode } from "../src/codemode.ts";
import { randomBits } from "./fixtures/random-bits.ts";

const codemode = createCodemode();
afterAll(() => codemode[Symbol.asyncDispose]());

test("ten thousand ids of sessions and executions have 122 random bits each, and no two are alike", async () => {
  // What is no program gets its ids without a process.
  const results = [];
  for (let count = 0; count < 10_000; count++) results.push(await codemode.executor.execute("let = ;", { language: "typescript" }));
  expect(results[0]).toMatchObject({ ok: false, error: { code: "SYNTAX" } });
  const sessions = results.map(({ session_id }) => session_id);
  const executions = results.map(({ execution_id }) => execution_id);
  expect(randomBits(sessions)).toBeGreaterThanOrEqual(122);
  expect(randomBits(executions)).toBeGreaterThanOrEqual(122);
  expect(new Set([...sessions, ...executions]).size).toBe(20_000);
}, 180_000);

test("what counts, or has a clock, does not count as random", () => {
  const hex = (value: number): string => value.toString(16).padStart(32, "0");
  expect(randomBits(Array.from({ length: 10_000 }, (_, number) => hex(number)))).toBeLessThan(20);
  expect(randomBits(Array.from({ length: 10_000 }, () => hex(1)))).toBe(0);
});
