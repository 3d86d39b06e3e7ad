import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { descendants } from "../process-tree.ts";

/** What grows in a process that forgets to let go. */
export interface Vitals {
  readonly executions: number;
  readonly residentMb: number;
  readonly heapMb: number;
  /** All processes under this one; absent where the system does not tell. */
  readonly children?: number;
  /** Listeners on `process`. */
  readonly listeners: number;
  /** What keeps the event loop alive, counted by type. */
  readonly resources: Readonly<Record<string, number>>;
}

export async function takeVitals(executions: number): Promise<Vitals> {
  // Twice: what a finaliser lets go of in the first goes in the second.
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  // Before the look at the processes, which has files open.
  const resources: Record<string, number> = {};
  for (const type of process.getActiveResourcesInfo().toSorted()) resources[type] = (resources[type] ?? 0) + 1;
  const children = await descendants();
  return {
    executions,
    residentMb: toMb(rss),
    heapMb: toMb(heapUsed),
    ...(children ? { children: children.length } : {}),
    listeners: process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0),
    resources,
  };
}

/** What is not the same in both, as texts; memory is left out. */
export function differences(start: Vitals, end: Vitals): string[] {
  const counts = ({ children, listeners, resources }: Vitals): Readonly<Record<string, number | undefined>> => ({
    children,
    listeners,
    ...resources,
  });
  const [before, after] = [counts(start), counts(end)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).map((name) => `${name} ${before[name] ?? 0} -> ${after[name] ?? 0}`);
}

// An npm script can't start node with --expose-gc.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function toMb(bytes: number): number {
  return Math.round((bytes / 2 ** 20) * 100) / 100;
}
