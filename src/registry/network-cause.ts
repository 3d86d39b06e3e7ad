import { SdkHttpError } from "@modelcontextprotocol/client";

/** `ECONNREFUSED 127.0.0.1:9` and the like, from under fetch's "fetch failed"; undefined for an error of another kind. */
export function networkCause(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("syscall" in at || ("code" in at && /^E[A-Z]+$/.test(String(at.code))))
      return at.message || String((at as NodeJS.ErrnoException).code);
    const first: unknown = at instanceof AggregateError ? at.errors[0] : undefined;
    if (first instanceof Error) return first.message;
  }
  return undefined;
}

/** `HTTP 429` or `HTTP 503`, where a server says that it takes no requests for a while. For how long is for us to say. */
export function busyStatus(error: unknown): string | undefined {
  return error instanceof SdkHttpError && (error.status === 429 || error.status === 503) ? `HTTP ${error.status}` : undefined;
}
