import { ledger } from "./ledger.ts";
import { latency } from "./peers/latency.ts";
import { robustness } from "./peers/robustness.ts";
import { scale } from "./peers/scale.ts";
import { startup } from "./peers/startup.ts";
import { tokens } from "./peers/tokens.ts";
import type { Suite } from "./report.ts";

/** The shipped gateway and sandbox beside what others have made for the same end. The first group installs what the others need. */
export const peers: Suite = { startup, latency, scale, robustness, tokens, ledger };
