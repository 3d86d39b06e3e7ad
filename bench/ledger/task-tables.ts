import type { Table, Text } from "../report.ts";
import { CONTEXT_TOKENS, MODEL_LATENCY, PRICES, SYSTEM_PROMPT } from "./assumptions.ts";
import { countTokens } from "./count-tokens.ts";
import type { Plays } from "./play-all.ts";
import type { Play } from "./play.ts";
import { judge, secondsOf } from "./verdict.ts";
import type { World } from "./world.ts";

/** What a reader looks at first: where a program wins and where it loses, what it loses most first. */
export function winsAndLosses(all: readonly Plays[]): Table {
  return {
    kind: "table",
    title:
      "Where one program wins and where it loses. Each cell of three: one call per turn / parallel calls / one program after a search. Tokens are billed tokens: prompts with caching, output as five",
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

/** How the ledger is kept, with what it is true of. */
export function method({ direct, gateway, orders }: World, all: readonly Plays[]): Text {
  const definitions = { direct: countTokens(direct.definitions), gateway: countTokens(gateway.definitions) };
  const { calls, seconds } = { calls: orders.orders.length, seconds: MODEL_LATENCY.msPerTurn / 1_000 };
  const single = all.find(({ task }) => task.name === "single call");
  const missing =
    single && single.program.usage.billed > single.one.usage.billed
      ? ` A single call would be even if the definitions of other servers added about ${whole(
          (single.program.usage.billed - single.one.usage.billed) / (PRICES.cacheWrite + PRICES.cacheRead),
        )} tokens to its prompts.`
      : "";
  return {
    kind: "text",
    text:
      `No model is asked: policies are scripts, which read the answers of real servers and decide by them. Two servers over stdio have ${calls} orders and their customers, drawn from a seed, ` +
      `and every policy must give the answer that the generator has worked out. Without code an agent has the ${JSON.parse(direct.definitions).length} definitions of the two servers in its prompt (${whole(definitions.direct)} tokens). ` +
      `With it, an agent has the seven of \`codemode serve\` (${whole(definitions.gateway)}), searches once, whatever the search gives (all that fit, up to ten), writes one program and answers. That is the hardest case for a program: ` +
      `every further server adds definitions to the one side and only its name to the other.${missing} ` +
      `Tokens are those of \`o200k_base\` over the system prompt (${countTokens(SYSTEM_PROMPT)} tokens), definitions (name, description, input schema), calls, and the texts of results; marks around messages and a model's thinking are not counted, ` +
      `and a script never miscounts a table, as a model may. As billed: what was in the prompt of the turn before costs ${PRICES.cacheRead} of an input token, what is new ${PRICES.cacheWrite}, output ${PRICES.output}; nothing is in the cache before the first turn. ` +
      `Time is assumed for the model, ${seconds} s a turn and a second for ${MODEL_LATENCY.outputTokensPerSecond} tokens of output, and measured for the tools, which here answer from memory. Session ids are random, so the tokens of programs differ by a few between runs.`,
  };
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
    columns: ["task", "better way without code", "bindings known", "ratio", "after a search", "ratio", "after a search and a mistake", "ratio"],
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
