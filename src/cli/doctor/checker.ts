import type { Codemode } from "../../codemode.ts";
import type { CheckerReport } from "./report.ts";

/** Has two programs with a mistake checked, as a model's would be: the first starts the compiler, the second says how long a warm check takes. */
export async function reportChecker(codemode: Codemode, signal: AbortSignal): Promise<CheckerReport> {
  if (codemode.config.check === "off") return { state: "off" };
  const options = { signal, language: "typescript" } as const;
  const { session_id: sessionId } = await codemode.executor.execute("[1].map((count) => count.toUpperCase())", options);
  // Another text, as the answer to the same one may be remembered; the same session, as it has its process.
  const second = await codemode.executor.execute("[1].map((count) => count.toLowerCase())", { ...options, sessionId });
  const { warnings = [], error, duration_ms: warmMs } = second;
  const found = error?.code === "CHECK_FAILED" || warnings.some((warning) => warning.includes("toLowerCase"));
  return found ? { state: "ready", warmMs: Math.round(warmMs) } : { state: "missing", why: warnings[0] ?? "the mistake was not found." };
}
