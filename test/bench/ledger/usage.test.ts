import { expect, test } from "vitest";
import { Conversation } from "../../../bench/ledger/conversation.ts";
import { findCrossing } from "../../../bench/ledger/crossing.ts";
import { toUsage } from "../../../bench/ledger/usage.ts";

test("a conversation of three turns is billed as by hand", () => {
  const usage = toUsage([
    { promptTokens: 100, outputTokens: 10 },
    { promptTokens: 150, outputTokens: 20 },
    { promptTokens: 400, outputTokens: 30 },
  ]);
  // 100 new; 100 cached, 50 new; 150 cached, 250 new.
  const billedPrompt = 125 + (10 + 62.5) + (15 + 312.5);
  expect(usage).toEqual({
    turns: 3,
    promptTokens: 650,
    largestPrompt: 400,
    outputTokens: 60,
    billedPrompt,
    billed: billedPrompt + 60 * 5,
    modelMs: 3 * 2_000 + 1_000,
  });
});

test("a turn's prompt is all that was said and heard before it", () => {
  const conversation = new Conversation("one two", "three");
  conversation.say("four", "five");
  conversation.hear("six seven eight");
  conversation.say("nine");
  expect(conversation.turns).toEqual([
    { promptTokens: 3, outputTokens: 2 },
    { promptTokens: 8, outputTokens: 1 },
  ]);
});

test("text that looks like a model's own mark is counted as text", () => {
  const conversation = new Conversation("<|endoftext|>");
  conversation.say("x");
  expect(conversation.turns[0]?.promptTokens).toBeGreaterThan(1);
});

test("curves cross after the last point at which ours costs as much or more", () => {
  const points = (...costs: [cost: number, ours: number][]): { x: number; cost: number; ours: number }[] =>
    costs.map(([cost, ours], index) => ({ x: index + 1, cost, ours }));
  expect(findCrossing(points([1, 5], [5, 5], [9, 5]))).toEqual({ kind: "between", upTo: 2, from: 3 });
  expect(findCrossing(points([6, 5], [4, 5], [9, 5]))).toEqual({ kind: "between", upTo: 2, from: 3 });
  expect(findCrossing(points([6, 5], [9, 5]))).toEqual({ kind: "always" });
  expect(findCrossing(points([1, 5], [2, 5]))).toEqual({ kind: "never" });
});
