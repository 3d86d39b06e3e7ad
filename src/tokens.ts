/**
 * How many tokens a text costs a model, at most, where the tokenizer itself would be 30 MB: words by their letters, numbers by three digits,
 * marks one by one or in pairs, everything outside ASCII by its bytes. For the texts of tools it is 1.0 to 1.5 times what `o200k_base` counts;
 * test/search/tokens.test.ts holds it against that.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [part] of text.matchAll(PARTS)) {
    const code = part.charCodeAt(0);
    if (code > 127) tokens += Math.ceil(Buffer.byteLength(part) / 2);
    else if (/[A-Za-z]/.test(part)) tokens += Math.ceil(part.length / 6);
    else if (/\d/.test(part)) tokens += Math.ceil(part.length / 3);
    else if (/\s/.test(part)) tokens += part === " " ? 0 : 1;
    else tokens += Math.ceil(part.length / 2);
  }
  return tokens;
}

// Words also end where camelCase begins a new one.
const PARTS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|\s+|[!-/:-@[-`{-~]+|[^\0-\x7f]+|[\0-\x7f]/g;
