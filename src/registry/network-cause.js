/** `ECONNREFUSED 127.0.0.1:9` and the like, from under fetch's "fetch failed"; undefined for an error of another kind. */
export function networkCause(error) {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("syscall" in at || ("code" in at && /^E[A-Z]+$/.test(String(at.code)))) return at.message || String(at.code);
    const first = at instanceof AggregateError ? at.errors[0] : undefined;
    if (first instanceof Error) return first.message;
  }
  return undefined;
}
