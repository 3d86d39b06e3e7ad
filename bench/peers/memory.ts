import { setTimeout as pause } from "node:timers/promises";
import { descendants, proportionalMb } from "../process-tree.ts";
import type { PeerProcess } from "./peer-process.ts";

/**
 * MiB that each of ten executions takes which wait for a tool: of the library's process and all that it has started, what they share counted
 * once. What the first executions leave behind is there already.
 * @throws where the system does not tell
 */
export async function memoryOfExecutions(peer: PeerProcess): Promise<number> {
  const waiting = (): Promise<unknown>[] =>
    Array.from({ length: EXECUTIONS }, () => peer.execute("return textOf(await bench.sleep({ ms: 1500 }));"));
  await Promise.all(waiting());
  await pause(SETTLE_MS);
  const before = await memoryOf(peer.pid);
  const executions = waiting();
  await pause(1_000);
  const during = await memoryOf(peer.pid);
  await Promise.all(executions);
  // What others of the process give back meanwhile is nothing that an execution takes.
  return Math.max(0, during - before) / EXECUTIONS;
}

/** What each of so many sessions takes, to open it with a first execution and then. @throws as above, and where an execution fails */
export async function costOfSessions(
  peer: PeerProcess,
  sessions: number,
): Promise<{ readonly openMs: number; readonly megabytes: number }> {
  const before = await memoryOf(peer.pid);
  const start = performance.now();
  for (let number = 0; number < sessions; number += 1) {
    const { ok, error } = await peer.execute("return 1 + 1;", `session ${number}`);
    if (!ok) throw new Error(error ?? "the program failed");
  }
  const openMs = (performance.now() - start) / sessions;
  await pause(SETTLE_MS);
  return { openMs, megabytes: ((await memoryOf(peer.pid)) - before) / sessions };
}

async function memoryOf(pid: number): Promise<number> {
  const megabytes = await proportionalMb([pid, ...((await descendants(pid)) ?? [])]);
  if (megabytes === undefined) throw new Error("only Linux tells what processes share");
  return megabytes;
}

const EXECUTIONS = 10;
const SETTLE_MS = 1_000;
