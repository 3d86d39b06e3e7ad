import type { TraceStep } from "../executor/trace.ts";
import type { Caller } from "./caller.ts";

/**
 * Tells a client what happens in an execution, as progress and log messages of MCP. Progress is what the program says by `progress()`; of a
 * program that says nothing, what its calls say, summed up. It grows with every message (MCP 2025-11-25, Progress), and comes at most every
 * {@link INTERVAL_MS}.
 */
export function reporter({ progress, log }: Pick<Caller, "progress" | "log">): Reporter {
  const calls = new Map<number, { readonly progress: number; readonly total: number | undefined }>();
  let ownWords = false;
  let last = -1;
  let sentAt = -Infinity;
  let held: Report | undefined;

  const send = (report: Report): void => {
    last = report.progress;
    sentAt = performance.now();
    held = undefined;
    progress(report.progress, report.total, report.message);
  };
  const tell = (report: Report): void => {
    if (report.progress <= last) return;
    if (performance.now() - sentAt >= INTERVAL_MS || report.progress === report.total) return send(report);
    held = report;
    setTimeout(() => held === report && send(report), INTERVAL_MS).unref();
  };

  const onEvent = (event: TraceStep): void => {
    if (event.kind === "call-logged") log(event.level, event.data, event.logger);
    else if (event.kind === "progress") {
      ownWords = true;
      tell({ progress: event.progress, total: event.total, message: event.message });
    } else if (event.kind === "call-progress" && !ownWords) {
      calls.set(event.call, { progress: Math.max(event.progress, 0), total: event.total });
      const all = [...calls.values()];
      const total = all.every((call) => call.total !== undefined) ? sum(all.map((call) => call.total ?? 0)) : undefined;
      const from = calls.size === 1 ? "" : `${event.server}.${event.tool}: `;
      tell({
        progress: sum(all.map((call) => call.progress)),
        total,
        message: event.message === undefined ? undefined : `${from}${event.message}`,
      });
    }
  };
  return { onEvent, flush: () => held && send(held) };
}

/** Tells of events; `flush` tells what it has held back. */
export interface Reporter {
  readonly onEvent: (event: TraceStep) => void;
  readonly flush: () => void;
}

interface Report {
  readonly progress: number;
  readonly total: number | undefined;
  readonly message: string | undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

const INTERVAL_MS = 50;
