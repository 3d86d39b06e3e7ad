import type { Play } from "./play.ts";
import { playCalls } from "./play-calls.ts";
import { playProgram } from "./play-program.ts";
import type { Task } from "./task.ts";
import type { World } from "./world.ts";

/** One task, solved in every way; all have given its right answer. */
export interface Plays {
  readonly task: Task;
  readonly one: Play;
  readonly parallel: Play;
  /** After a search: what the ledger means by a program where it says no more. */
  readonly program: Play;
  /** By an agent that knows the bindings. */
  readonly known: Play;
  /** After a search, and a program that was refused. */
  readonly mistaken: Play;
}

/** Plays a task in every way, so many times; the times are the medians, and everything else is of the first. */
export async function playAll(task: Task, { direct, gateway }: World, runs: number): Promise<Plays> {
  return {
    task,
    one: await repeat(runs, () => playCalls(task, direct, "one call per turn")),
    parallel: await repeat(runs, () => playCalls(task, direct, "parallel calls")),
    program: await repeat(runs, () => playProgram(task, gateway, "a search")),
    known: await repeat(runs, () => playProgram(task, gateway, "nothing")),
    mistaken: await repeat(runs, () => playProgram(task, gateway, "a search and a mistake")),
  };
}

async function repeat(runs: number, play: () => Promise<Play>): Promise<Play> {
  const first = await play();
  const times = [first.toolMs];
  while (times.length < runs) times.push((await play()).toolMs);
  return { ...first, toolMs: times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? first.toolMs };
}
