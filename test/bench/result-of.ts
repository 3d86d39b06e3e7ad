import type { Item } from "../../bench/report.ts";
import type { Result } from "../../bench/results.ts";

/** A result on a machine that does not exist. */
export function resultOf(suite: string, group: string, items: readonly Item[]): Result {
  return {
    suite,
    group,
    date: "2026-07-28T10:00:00.000Z",
    seconds: 12,
    machine: {
      cpu: "A processor",
      cores: 2,
      memoryGb: 8,
      platform: "Linux 6.1 x64",
      node: "20.0.0",
      version: "0.1.0",
      driver: "deno",
      engine: "Deno 2.0.0",
      walls: ["process"],
      outerWall: "off",
      load: 0.1,
    },
    items,
  };
}
