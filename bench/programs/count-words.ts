/** Counts the words of a long text. */
export default function countWords(): { ms: number; check: number } {
  const words: string[] = [];
  let length = 0;
  for (let seed = 1; length < 4_000_000;) {
    seed = (seed * 48_271) % 2_147_483_647;
    // Some words are common and most are rare, as in a language.
    const word = `word${Math.floor(20_000 * (seed / 2_147_483_647) ** 3)}${seed % 11 === 0 ? "," : ""}`;
    words.push(word);
    length += word.length + 1;
  }
  const text = words.join(" ");

  const start = performance.now();
  const counts = new Map<string, number>();
  for (const part of text.split(/\s+/)) {
    const word = part.replace(/\W+$/, "").toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const check = counts.size + Math.max(...counts.values());
  return { ms: performance.now() - start, check };
}
