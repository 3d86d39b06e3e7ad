import { createInterface } from "node:readline/promises";
import type { Asker, ServerQuestion } from "../registry/asker.ts";
import { canAsk } from "./ask.ts";
import { visible } from "../visible-text.ts";

/** Fields of a form, as MCP has them (`PrimitiveSchemaDefinition`). */
interface Field {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
}

/**
 * Asks whoever sits at the terminal: forms, field by field, on standard error; an empty answer leaves a field out. `undefined` where nobody
 * sits there.
 */
export function terminalAsker(): Asker | undefined {
  if (!canAsk()) return undefined;
  let before: Promise<unknown> = Promise.resolve();
  return {
    capabilities: { elicitation: { form: {} } },
    ask(server, question, signal) {
      // One form after the other.
      const answer = before.then(() => askForm(server, question, signal));
      before = answer.catch(() => {});
      return answer;
    },
  };
}

async function askForm(server: string, question: ServerQuestion, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  if (question.method !== "elicitation/create" || question.params.mode === "url") return { action: "decline" };
  const { message, requestedSchema } = question.params as { message?: unknown; requestedSchema?: { properties?: Record<string, Field> } };
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const content: Record<string, unknown> = {};
  // Who ends the input, by Ctrl-D, has turned the form down.
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  const over = AbortSignal.any([signal, closed.signal]);
  try {
    process.stderr.write(`\n${visible(`${server}: ${String(message)}`)}\n`);
    for (const [name, field] of Object.entries(requestedSchema?.properties ?? {})) {
      const value = await askField((prompt) => terminal.question(prompt, { signal: over }), name, field);
      if (value !== undefined) content[name] = value;
    }
    return { action: "accept", content };
  } catch (error) {
    if (signal.aborted) throw error;
    return { action: "cancel" };
  } finally {
    terminal.close();
  }
}

async function askField(ask: (prompt: string) => Promise<string>, name: string, field: Field): Promise<unknown> {
  const choices = field.enum ?? (field.type === "boolean" ? ["yes", "no"] : undefined);
  const label = visible(field.title ?? name);
  for (;;) {
    const answer = (await ask(`${label}${choices ? ` (${choices.map(visible).join(", ")})` : ""}: `)).trim();
    if (answer === "") return field.default;
    if (!choices) {
      if (field.type !== "number" && field.type !== "integer") return answer;
      if (Number.isFinite(Number(answer))) return Number(answer);
      continue;
    }
    const fitting = choices.filter((choice) => choice === answer || choice.startsWith(answer.toLowerCase()));
    if (fitting.length === 1) return field.type === "boolean" ? fitting[0] === "yes" : fitting[0];
  }
}
