import { setTimeout as pause } from "node:timers/promises";
import { descendants, proportionalMb } from "../process-tree.ts";
import type { PeerProcess } from "./peer-process.ts";

/**
 * MiB that each of ten executions takes which wait for a tool: of the library's process and all that it has started, what they share counted
 * once. What the first executions leave behind is there already.
 * @throws where the system does not tell
 */
export async function memoryOfExecutions(peer: PeerProcess): Promise<number> {
  const waiting = (ms: number): Promise<unknown>[] =>
    Array.from({ length: EXECUTIONS }, () => peer.execute(`return textOf(await bench.sleep({ ms: ${ms} }));`));
  await Promise.all(waiting(100));
  const before = await settledMemoryOf(peer);
  const executions = waiting(1_500);
  await pause(1_000);
  const during = await memoryOf(peer.pid);
  await Promise.all(executions);
  // What others of the process give back meanwhile is nothing that an execution takes.
  return Math.max(0, during - before) / EXECUTIONS;
}

/** Opens sessions, each by a first execution, ten at a time; milliseconds for each. @throws where an execution fails */
export async function openSessions(peer: PeerProcess, from: number, to: number): Promise<number> {
  const start = performance.now();
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < to) {
      const { ok, error } = await peer.execute("return 1 + 1;", `session ${next++}`);
      if (!ok) throw new Error(error ?? "the program failed");
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return (performance.now() - start) / (to - from);
}

/** MiB of the library's process and all that it has started. @throws where the system does not tell */
export async function settledMemoryOf(peer: PeerProcess): Promise<number> {
  await pause(SETTLE_MS);
  return memoryOf(peer.pid);
}

async function memoryOf(pid: number): Promise<number> {
  const megabytes = await proportionalMb([pid, ...((await descendants(pid)) ?? [])]);
  if (megabytes === undefined) throw new Error("only Linux tells what processes share");
  return megabytes;
}

const EXECUTIONS = 10;
const AT_A_TIME = 10;
const SETTLE_MS = 1_000;
