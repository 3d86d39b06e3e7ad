import { countTokens as count } from "gpt-tokenizer/encoding/o200k_base";

/** Tokens of a text by `o200k_base`. Long texts take a second each, so what was counted once is not counted again. */
export function countTokens(text: string): number {
  const known = counted.get(text);
  if (known !== undefined) return known;
  // Text that looks like one of the model's own marks is text here.
  const tokens = count(text, { disallowedSpecial: new Set() });
  counted.set(text, tokens);
  return tokens;
}

const counted = new Map<string, number>();
