import type { AuthInfo, ServerContext } from "@modelcontextprotocol/server";

/**
 * On whose behalf a request comes: one text for each principal, the same for all of their requests. `undefined` where nobody asks, as on
 * standard input and output and with `--auth none`.
 */
export function principalOf({ http }: ServerContext): string | undefined {
  return http?.authInfo && principalIn(http.authInfo);
}

/** As {@link principalOf}, of what authentication has found. */
export function principalIn({ extra }: AuthInfo): string | undefined {
  return typeof extra?.principal === "string" ? extra.principal : undefined;
}
