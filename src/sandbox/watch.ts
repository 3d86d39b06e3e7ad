import type { CodemodeError } from "../errors.ts";
import type { SandboxProcess } from "./driver.ts";
import { limitError, type Limits, type Spent } from "./limits.ts";

/** The clock and the memory watch over one run. */
export interface Watch {
  /** Tells how many calls the guest waits for. */
  waitingFor(calls: number): void;
  stop(): void;
}

/**
 * Watches a run from outside. Guest time is wall time while no call is in flight; while some are, it is the processor time that the
 * process uses, so that a program can't hide work behind a call that takes long.
 */
export function watchRun(sandbox: SandboxProcess, limits: Limits, spent: Spent, exceed: (limit: CodemodeError) => void): Watch {
  const startedAt = performance.now();
  const askedBefore = spent.asked.ms;
  let inFlight = 0;
  let lastAt = startedAt;
  let lastCpuMs: number | undefined;
  let stopped = false;
  // Who ends programs itself is given the time to let them clean up.
  const graceMs = sandbox.endsGently ? GENTLE_END_MS : 0;

  const account = (cpuMs?: number): void => {
    const now = performance.now();
    if (inFlight === 0) spent.guestMs += now - lastAt;
    else if (cpuMs !== undefined && lastCpuMs !== undefined) spent.guestMs += Math.min(now - lastAt, cpuMs - lastCpuMs);
    if (cpuMs !== undefined || inFlight === 0) lastAt = now;
    if (cpuMs !== undefined) lastCpuMs = cpuMs;
  };

  const tick = async (): Promise<void> => {
    const usage = await sandbox.usage();
    if (stopped) return;
    account(usage?.cpuMs);
    if (usage && usage.memoryMb > limits.memoryMb + sandbox.baseMemoryMb) {
      exceed(limitError("LIMIT_MEMORY", `it used more than ${limits.memoryMb} MiB of memory`, { memoryMb: limits.memoryMb }));
    } else if (usage?.threads !== undefined && usage.threads > limits.maxThreads) {
      exceed(limitError("LIMIT_THREADS", `it had more than ${limits.maxThreads} threads`, { maxThreads: limits.maxThreads }));
    } else if (spent.guestMs > limits.guestTimeMs + graceMs) {
      exceed(
        limitError("LIMIT_GUEST_TIME", `it worked for more than ${limits.guestTimeMs} ms, or awaited something that never came`, {
          guestTimeMs: limits.guestTimeMs,
        }),
      );
    } else if (performance.now() - startedAt - (spent.asked.ms - askedBefore) > limits.totalTimeMs) {
      exceed(limitError("LIMIT_TOTAL_TIME", `it took more than ${limits.totalTimeMs} ms in all`, { totalTimeMs: limits.totalTimeMs }));
    } else timer = setTimeout(() => void tick(), TICK_MS);
  };
  let timer = setTimeout(() => void tick(), TICK_MS);

  return {
    waitingFor(calls) {
      if ((calls === 0) !== (inFlight === 0)) account();
      inFlight = calls;
      // The wait starts here: processor time from before it is paid for by the wall clock.
      if (calls > 0 && lastCpuMs === undefined) lastAt = performance.now();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const TICK_MS = 25;
/** How long a guest may take to end a program whose time is over. */
const GENTLE_END_MS = 500;
