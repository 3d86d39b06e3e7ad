import { peers } from "./peers.ts";
import { python } from "./python.ts";
import type { Suite } from "./report.ts";
import { sandbox } from "./sandbox.ts";
import { search } from "./search.ts";
import { skills } from "./skills.ts";
import { soak } from "./soak.ts";
import { types } from "./types.ts";

/** In the order in which all of them run. They measure the built package, as users run it. */
export const suites: Readonly<Record<string, Suite>> = { peers, sandbox, python, types, search, skills, soak };
