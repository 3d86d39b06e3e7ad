import { setTimeout as pause } from "node:timers/promises";
import { descendants, proportionalMb } from "../process-tree.ts";
import type { PeerProcess } from "./peer-process.ts";

/**
 * MiB that each of ten executions takes which wait for a tool: of the library's process and all that it has started, what they share counted
 * once.
 * @throws where the system does not tell
 */
export async function memoryOfExecutions(peer: PeerProcess): Promise<readonly number[]> {
  const before = await memoryOf(peer.pid);
  const program = peer.language === "python" ? "await sleep(ms=4000)" : "return textOf(await bench.sleep({ ms: 4000 }));";
  const executions = Array.from({ length: EXECUTIONS }, () => peer.execute(program));
  await pause(3_000);
  const during = await memoryOf(peer.pid);
  await Promise.all(executions);
  return [(during - before) / EXECUTIONS];
}

async function memoryOf(pid: number): Promise<number> {
  const megabytes = await proportionalMb([pid, ...((await descendants(pid)) ?? [])]);
  if (megabytes === undefined) throw new Error("only Linux tells what processes share");
  return megabytes;
}

const EXECUTIONS = 10;
