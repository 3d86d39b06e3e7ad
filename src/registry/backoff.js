/**
 * How long to wait before try number `attempt` (1, 2, ...), in milliseconds: doubling from 1 s up to 60 s, the upper half by chance, so
 * that many clients of one server do not come back at the same moment ("equal jitter": Brooker, "Exponential Backoff And Jitter", 2015).
 */
export function backoffMs(attempt, random = Math.random) {
  const ceiling = Math.min(60_000, 1_000 * 2 ** Math.min(attempt - 1, 16));
  return ceiling / 2 + (ceiling / 2) * random();
}
