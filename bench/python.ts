import { calls } from "./python/calls.ts";
import { cpu } from "./python/cpu.ts";
import { memory } from "./python/memory.ts";
import { starts } from "./python/starts.ts";
import type { Suite } from "./report.ts";

/** What Python programs cost, beside CPython and `@pydantic/monty` in the same run where these are there. */
export const python: Suite = { starts, calls, cpu, memory };
