import type { Codemode } from "../../codemode.ts";
import type { TraceEvent } from "../../executor/trace.ts";
import { codeTools } from "../../gateway/tools.ts";

export interface TokenComparison {
  readonly unit: "tokens (o200k_base)" | "bytes";
  /** Every tool definition, and every call's arguments and result, once each: what the model carries when it calls tools itself. */
  readonly oneByOne: number;
  /** The gateway's tool definitions, the program, and what came back. */
  readonly codeMode: number;
}

/** What the model would have carried one by one against what Code Mode took, both counted once and without the turns' repetition. */
export async function compareTokens(
  codemode: Codemode,
  program: string,
  answer: string,
  events: readonly TraceEvent[],
): Promise<TokenComparison> {
  const count = await loadTokenizer();
  const definitions = codemode.registry.listTools().map(({ server: _, ...definition }) => JSON.stringify(definition));
  const calls = events.flatMap((event) =>
    event.kind === "call-ended" ? [JSON.stringify(event.args), JSON.stringify(event.result ?? null)] : [],
  );
  const gateway = codeTools(codemode.registry.listServers().map(({ name }) => name));
  const measure = count ?? ((text: string) => Buffer.byteLength(text));
  const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + measure(text), 0);
  return {
    unit: count ? "tokens (o200k_base)" : "bytes",
    oneByOne: sum([...definitions, ...calls]),
    codeMode: sum([...gateway.map((tool) => JSON.stringify(tool)), program, answer]),
  };
}

/** The tokenizer is 30 MB and only for this: it is used where it is installed. */
async function loadTokenizer(): Promise<((text: string) => number) | undefined> {
  try {
    const { countTokens } = await import("gpt-tokenizer");
    return (text) => countTokens(text);
  } catch {
    return undefined;
  }
}
