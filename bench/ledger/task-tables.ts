import type { Table, Text } from "../report.ts";
import { CONTEXT_TOKENS, MODEL_LATENCY, PRICES, SYSTEM_PROMPT } from "./assumptions.ts";
import { countTokens } from "./count-tokens.ts";
import type { Plays } from "./play-all.ts";
import type { Play } from "./play.ts";
import { judge, secondsOf } from "./verdict.ts";
import type { Side } from "./side.ts";
import type { World } from "./world.ts";

/** What a reader looks at first: where a program wins and where it loses, what it loses most first. */
export function winsAndLosses(all: readonly Plays[]): Table {
  return {
    kind: "table",
    title:
      "Where one program wins and where it loses. Each cell of three: one call per turn / parallel calls / one program after a search. Tokens are billed tokens: prompts with caching, output as five. Even: within 5 percent",
    columns: ["task", "turns", "billed tokens", "program / better other", "in tokens", "seconds", "program / better other", "in time"],
    rows: all
      .map((plays) => ({ plays, verdict: judge(plays) }))
      .toSorted((a, b) => b.verdict.tokens.ratio - a.verdict.tokens.ratio)
      .map(({ plays, verdict }) => [
        plays.task.name,
        three(plays, ({ usage }) => whole(usage.turns)),
        three(plays, ({ usage }) => whole(usage.billed)),
        verdict.tokens.ratio.toFixed(2),
        `program ${verdict.tokens.says}`,
        three(plays, (play) => secondsOf(play).toFixed(1)),
        verdict.time.ratio.toFixed(2),
        `program ${verdict.time.says}`,
      ]),
  };
}

/** How the ledger is kept, and what it is true of. */
export function method({ direct, gateway, orders }: World, all: readonly Plays[]): Text[] {
  const servers =
    `Two real servers over stdio have ${orders.orders.length} orders and ${orders.customers.length} customers, drawn from a seed. No model is asked: policies are scripts that read what the servers ` +
    "answer and decide by it, and each must give the answer that the generator worked out while it drew. A script never miscounts a table, as a model may, and its thinking costs nothing.";
  const sides =
    `Without code an agent has the definitions of these two servers in its prompt, ${definitionsOf(direct)}. With it, an agent has those of \`codemode serve\`, ${definitionsOf(gateway)}; ` +
    "it searches once, with one query and no limit, and takes what comes; writes one program with what the search has told it; and answers. Two small servers are the hardest case for a program: " +
    `every further server adds its definitions to the one side and its name to the other.${missingDefinitions(all)}`;
  const counting =
    `Tokens are those of \`o200k_base\` over the system prompt (${countTokens(SYSTEM_PROMPT)} tokens), definitions (name, description, input schema), the user's message, calls (name and arguments as JSON), the texts of results and the answer; ` +
    "the marks around messages are left out. Structured content, which MCP carries beside the same text, counts in the bytes and not in the tokens. Session ids are random, so the tokens of programs differ by a few between runs.";
  const assumed =
    `Assumed: what was in the prompt of the turn before costs ${PRICES.cacheRead} of an input token, what is new ${PRICES.cacheWrite}, output ${PRICES.output}, and nothing is in the cache before the first turn; ` +
    `a model takes ${MODEL_LATENCY.msPerTurn / 1_000} s for a turn and a second more for ${MODEL_LATENCY.outputTokensPerSecond} tokens of output. Measured: the time of the tools, which here answer from memory, as the median of the runs; a program's begins a sandbox of its own.`;
  return [servers, sides, counting, assumed].map((text) => ({ kind: "text", text }));
}

function definitionsOf({ definitions }: Side): string {
  return `${(JSON.parse(definitions) as unknown[]).length} tools in ${countTokens(definitions)} tokens`;
}

function missingDefinitions(all: readonly Plays[]): string {
  const single = all.find(({ task }) => task.name === "single call");
  const more = single ? single.program.usage.billed - single.one.usage.billed : 0;
  if (!single || more <= 0) return "";
  // Written to the cache at the first turn, read from it at the second.
  const tokens = more / (PRICES.cacheWrite + PRICES.cacheRead * (single.one.usage.turns - 1));
  return ` The single call would be even with about ${whole(tokens)} more tokens of definitions of other servers, if the search still gave what it gives here.`;
}

/** Everything counted and measured, task by task. */
export function details(all: readonly Plays[]): Table {
  return {
    kind: "table",
    title:
      "The ledger, task by task. Bytes are those of MCP's messages for the calls alone, in both directions: what the model's client exchanges with the servers or the gateway, and what the gateway exchanges with the servers",
    columns: [
      "task",
      "policy",
      "turns",
      "calls by the model",
      "prompt tokens, all turns",
      "prompt as billed",
      "output tokens",
      "billed tokens",
      "largest prompt",
      "bytes at the client",
      "bytes behind the gateway",
      "tools, ms (measured)",
      "model, s (assumed)",
    ],
    rows: all.flatMap((plays) => waysOf(plays).map(([policy, play]) => [plays.task.name, policy, ...detailCells(play)])),
  };
}

/** What a program costs by what went before it, beside the better way without code. */
export function beforeTheProgram(all: readonly Plays[]): Table {
  return {
    kind: "table",
    title:
      "Billed tokens of a program by what goes before it. Mistake: a first program with a misspelt tool, which the gateway refuses. Below 1 it takes less than the better way without code",
    columns: [
      "task",
      "better way without code",
      "bindings known",
      "ratio",
      "after a search",
      "ratio",
      "after a search and a mistake",
      "ratio",
    ],
    rows: all.map(({ task, one, parallel, known, program, mistaken }) => {
      const other = Math.min(one.usage.billed, parallel.usage.billed);
      const cells = [known, program, mistaken].flatMap(({ usage }) => [whole(usage.billed), (usage.billed / other).toFixed(2)]);
      return [task.name, whole(other), ...cells];
    }),
  };
}

/** The largest prompt, and whether it is more than a model takes. */
export function largestPrompt({ usage: { largestPrompt: tokens } }: Play): string {
  return `${whole(tokens)}${tokens > CONTEXT_TOKENS ? ` (does not fit ${CONTEXT_TOKENS / 1_000}k context)` : ""}`;
}

export function whole(amount: number): string {
  return Math.round(amount).toLocaleString("en-US");
}

function waysOf({ one, parallel, program, known }: Plays): [policy: string, play: Play][] {
  return [
    ["one call per turn", one],
    ["parallel calls", parallel],
    ["one program after a search", program],
    ["one program, bindings known", known],
  ];
}

function detailCells(play: Play): (string | number)[] {
  const { usage, calls, bytes, toolMs } = play;
  return [
    usage.turns,
    calls,
    whole(usage.promptTokens),
    whole(usage.billedPrompt),
    whole(usage.outputTokens),
    whole(usage.billed),
    largestPrompt(play),
    whole(bytes.client),
    bytes.behind === 0 ? "" : whole(bytes.behind),
    toolMs.toFixed(1),
    (usage.modelMs / 1_000).toFixed(1),
  ];
}

function three({ one, parallel, program }: Plays, cell: (play: Play) => string): string {
  return [one, parallel, program].map(cell).join(" / ");
}
