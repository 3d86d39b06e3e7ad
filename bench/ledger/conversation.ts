import { countTokens } from "./count-tokens.ts";
import type { Turn } from "./usage.ts";

/**
 * What a model has been sent and has said, counted in tokens. Only texts count: the few tokens that mark where a message begins and ends
 * differ between models and are left out.
 */
export class Conversation {
  readonly #turns: Turn[] = [];
  #tokens: number;

  /** Begins with what stands before the model's first turn: system prompt, definitions of tools, the user's message. */
  constructor(...opening: readonly string[]) {
    this.#tokens = sum(opening);
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** The model reads all so far and answers: with calls of tools, or at the end with a text. */
  say(...parts: readonly string[]): void {
    const outputTokens = sum(parts);
    this.#turns.push({ promptTokens: this.#tokens, outputTokens });
    this.#tokens += outputTokens;
  }

  /** What tools have answered, which the model reads at its next turn. */
  hear(...results: readonly string[]): void {
    this.#tokens += sum(results);
  }
}

function sum(texts: readonly string[]): number {
  return texts.reduce((tokens, text) => tokens + countTokens(text), 0);
}
