import type { CallRecord } from "../../executor/result.ts";

/** One line for each call: when it ran, as a bar over the whole time. */
export function timeline(calls: readonly CallRecord[], width = 40): string {
  const end = Math.max(1, ...calls.map((call) => call.started_ms + call.duration_ms));
  const label = Math.max(0, ...calls.map((call) => `${call.server}.${call.tool}`.length));
  return calls
    .map((call) => {
      const from = Math.floor((call.started_ms / end) * (width - 1));
      const length = Math.max(1, Math.round((call.duration_ms / end) * width));
      const bar = (" ".repeat(from) + "#".repeat(Math.min(length, width - from))).padEnd(width);
      const outcome = call.outcome === "ok" ? `${call.result_bytes} B` : call.outcome;
      return `  ${`${call.server}.${call.tool}`.padEnd(label)} |${bar}| ${call.duration_ms.toFixed(1)} ms, ${outcome}`;
    })
    .join("\n");
}
