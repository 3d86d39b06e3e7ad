/** Whether a value of JSON has more levels than that. It goes down no further, so that it is safe for any depth. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const each of Array.isArray(value) ? value : Object.values(value)) if (isDeeperThan(levels - 1, each)) return true;
  return false;
}

/**
 * In levels of JSON; of a schema, a property of an object takes two. What people write has some ten. Parsers follow any depth,
 * but all that writes, compares or walks a value is a recursion.
 */
export const MAX_DEPTH = 1_000;
