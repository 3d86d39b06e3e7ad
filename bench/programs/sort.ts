/** Sorts a million numbers with a comparison function. */
export default function sort(): { ms: number; check: number } {
  const numbers: number[] = [];
  for (let i = 0, seed = 1; i < 1_000_000; i += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    numbers.push(seed / 1_000);
  }
  const start = performance.now();
  numbers.sort((a, b) => a - b);
  return { ms: performance.now() - start, check: numbers[500_000] as number };
}
