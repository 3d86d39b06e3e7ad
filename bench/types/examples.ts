import type { Text } from "../report.ts";

/** The first of some lines, as code. */
export function examples(lines: readonly string[], count: number): Text[] {
  if (lines.length === 0) return [];
  return [{ kind: "text", text: ["```", ...lines.slice(0, count).map((line) => line.slice(0, 300)), "```"].join("\n") }];
}
