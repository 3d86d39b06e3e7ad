import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";

export interface FrontDoorOptions {
  /** Names that a `Host` header may have, without port. */
  readonly hosts: readonly string[];
  /** What an `Origin` header may be, beside its absence. */
  readonly origins: readonly string[];
  /** What requests must bring, but those to `/health`; `undefined` where none is asked for. */
  readonly token: string | undefined;
}

/**
 * Who gets in. `Host` and `Origin` are checked on every route, so that no web page reaches the gateway through a name that it points at this
 * machine (MCP 2025-11-25, Streamable HTTP, security warning); then the bearer token (RFC 6750).
 */
export function frontDoor({ hosts, origins, token }: FrontDoorOptions): MiddlewareHandler {
  const expected = token === undefined ? undefined : digest(token);
  return async (context, next) => {
    const host = hostName(context.req.header("host"));
    if (host === undefined || !hosts.includes(host)) return context.json({ error: "This gateway does not answer to that name." }, 403);
    const origin = context.req.header("origin");
    if (origin !== undefined && !origins.includes(origin))
      return context.json({ error: "Pages of that origin may not call this gateway." }, 403);
    if (expected !== undefined && context.req.path !== "/health") {
      const [, given] = /^Bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "") ?? [];
      if (given === undefined || !timingSafeEqual(digest(given), expected)) {
        context.header("WWW-Authenticate", given === undefined ? "Bearer" : 'Bearer error="invalid_token"');
        return context.json({ error: "A bearer token is needed." }, 401);
      }
    }
    return next();
  };
}

/** Of equal length whatever was sent. */
function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** A `Host` header without its port, in lower case; `undefined` for what is none (RFC 9110, section 7.2). */
function hostName(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(header ?? "")?.[1]?.toLowerCase();
}
