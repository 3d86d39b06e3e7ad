import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { PeerProcess } from "./peer-process.ts";

/** What a program did to the library's process. */
export interface Effects {
  /** How much its resident size grew at most. */
  readonly grownMb: number;
  /** The longest that its event loop did not turn. */
  readonly heldMs: number;
}

/** Watches a process while something runs in it. */
export async function watched<Value>(peer: PeerProcess, run: () => Promise<Value>): Promise<{ value?: Value; error?: string } & Effects> {
  const before = residentMb(peer.pid);
  let most = before;
  let heldMs = 0;
  const over = { soon: false };
  const watch = async (): Promise<void> => {
    while (!over.soon) {
      most = Math.max(most, residentMb(peer.pid));
      await pause(20);
    }
  };
  const ping = async (): Promise<void> => {
    while (!over.soon) {
      const start = performance.now();
      await peer.ping().catch(() => {});
      heldMs = Math.max(heldMs, performance.now() - start);
      await pause(20);
    }
  };
  const watching = Promise.all([watch(), ping()]);
  const outcome = await run().then(
    (value) => ({ value }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  over.soon = true;
  // The last answer may come behind what was run; from a process that hangs none comes.
  await Promise.race([watching, pause(500)]);
  return { ...outcome, grownMb: Math.max(most, residentMb(peer.pid)) - before, heldMs };
}

/** 0 where the system does not tell, or the process has ended. */
function residentMb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
