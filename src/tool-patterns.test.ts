import { expect, test } from "vitest";
import { matchesTool } from "./tool-patterns.ts";

const fits = (pattern: string, server: string, name: string): boolean => matchesTool([pattern])({ server, name });

test("a pattern fits a whole server, one tool, or what a star stands for", () => {
  expect(fits("files", "files", "read")).toBe(true);
  expect(fits("files.read", "files", "read")).toBe(true);
  expect(fits("files.read_*", "files", "read_text")).toBe(true);
  expect(fits("*.delete_*", "tickets", "delete_issue")).toBe(true);
  expect(fits("files.*", "files", "read")).toBe(true);
  expect(fits("com.example.*", "com.example", "read.it")).toBe(true);
});

test("a pattern fits nothing else", () => {
  expect(fits("files", "files2", "read")).toBe(false);
  expect(fits("files.read", "files", "read_text")).toBe(false);
  expect(fits("files.read", "xfiles", "read")).toBe(false);
  expect(fits("a+b.c", "aab", "c")).toBe(false);
  expect(fits("f.*", "files", "read")).toBe(false);
  expect(matchesTool([])({ server: "files", name: "read" })).toBe(false);
});

test("a pattern of many stars is decided at once", () => {
  expect(fits(`${"*a".repeat(12)}b`, "files", "a".repeat(60))).toBe(false);
});
