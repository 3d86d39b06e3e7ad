/** Arithmetic in a hot loop. */
export default function loop(): { ms: number; check: number } {
  const start = performance.now();
  let sum = 0;
  for (let i = 0; i < 50_000_000; i += 1) sum = (sum + i * 7) % 1_000_003;
  return { ms: performance.now() - start, check: sum };
}
