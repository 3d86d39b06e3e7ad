import type { MiddlewareHandler } from "hono";

export interface FrontDoorOptions {
  /** Names that a `Host` header may have, without port. */
  readonly hosts: readonly string[];
  /** What an `Origin` header may be, beside its absence. */
  readonly origins: readonly string[];
}

/**
 * Whom the gateway listens to at all: `Host` and `Origin` are checked on every route, so that no web page reaches it through a name that it
 * points at this machine (MCP 2025-11-25, Streamable HTTP, security warning).
 */
export function frontDoor({ hosts, origins }: FrontDoorOptions): MiddlewareHandler {
  return async (context, next) => {
    const written = context.req.header("host");
    const host = hostName(written);
    if (host === undefined || !hosts.includes(host)) return context.json({ error: "This gateway does not answer to that name." }, 403);
    const origin = context.req.header("origin");
    // Its own origin is that of the gateway's address, where there is no page.
    if (origin !== undefined && !origins.includes(origin) && !isOwn(origin, written))
      return context.json({ error: "Pages of that origin may not call this gateway." }, 403);
    return next();
  };
}

function isOwn(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

/** A `Host` header without its port, in lower case; `undefined` for what is none (RFC 9110, section 7.2). */
function hostName(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/i.exec(header ?? "")?.[1]?.toLowerCase();
}
