import type { Suite } from "./report.ts";
import { calls } from "./sandbox/calls.ts";
import { cpu } from "./sandbox/cpu.ts";
import { memory } from "./sandbox/memory.ts";
import { payloads } from "./sandbox/payloads.ts";
import { sessions } from "./sandbox/sessions.ts";
import { starts } from "./sandbox/starts.ts";

/** What an execution costs, beside the same work without a sandbox in the same run. */
export const sandbox: Suite = { sessions, calls, payloads, cpu, memory, starts };
