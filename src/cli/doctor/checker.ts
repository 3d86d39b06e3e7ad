import type { Codemode } from "../../codemode.ts";
import type { CheckerReport } from "./report.ts";

/** Has a program with a mistake checked twice, as a model's would be: the first check starts the compiler, the second says how long a warm one takes. */
export async function reportChecker(codemode: Codemode, signal: AbortSignal): Promise<CheckerReport> {
  if (codemode.config.check === "off") return { state: "off" };
  const first = await codemode.executor.execute(WRONG, { signal, language: "typescript" });
  const {
    warnings = [],
    error,
    duration_ms: warmMs,
  } = await codemode.executor.execute(WRONG, {
    signal,
    language: "typescript",
    sessionId: first.session_id,
  });
  const found = error?.code === "CHECK_FAILED" || warnings.some((warning) => warning.includes("number"));
  return found ? { state: "ready", warmMs: Math.round(warmMs) } : { state: "missing", why: warnings[0] ?? "the mistake was not found." };
}

const WRONG = 'const count: number = "a text";';
