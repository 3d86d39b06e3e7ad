import { fork } from "node:child_process";
import { on, once } from "node:events";
import { failedRow } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { inPackage } from "./paths.ts";
import type { Item } from "./report.ts";

/** The items of a group, as they come. It runs in a process of its own; where that ends too early, the last item is a row that says so. */
export async function* runGroup(suite: string, group: string, options: BenchOptions): AsyncGenerator<Item> {
  const args = [suite, group, JSON.stringify(options)];
  // What a group or its child processes print is no item.
  const child = fork(inPackage("bench/.out/group-process.js"), args, { stdio: ["ignore", 2, 2, "ipc"] });
  const exit = once(child, "exit");
  let ended = false;
  for await (const [message] of on(child, "message", { close: ["disconnect"] })) {
    if (message === "end") ended = true;
    else yield message as Item;
  }
  const [code, signal] = (await exit) as [number | null, string | null];
  if (!ended || code !== 0) yield failedRow(`${suite}/${group}`, `its process ended with ${signal ?? `exit code ${code}`}`);
}
