import { createHash, timingSafeEqual } from "node:crypto";
import type { AuthInfo } from "@modelcontextprotocol/server";

/** Says who sends a request, or gives the answer that refuses it. */
export type Authenticate = (request: Request) => Promise<AuthInfo | Response>;

/** Lets in who has one fixed token (RFC 6750); all of them are one principal. */
export function bearerToken(token: string): Authenticate {
  const expected = digest(token);
  return async (request) => {
    const given = bearerOf(request);
    if (given !== undefined && timingSafeEqual(digest(given), expected))
      return { token: given, clientId: "token", scopes: [], extra: { principal: "token" } };
    const challenge = given === undefined ? "Bearer" : 'Bearer error="invalid_token"';
    return Response.json({ error: "A bearer token is needed." }, { status: 401, headers: { "WWW-Authenticate": challenge } });
  };
}

/** The token of the `Authorization` header, and of nothing else: one in a URL ends up in logs (RFC 6750, section 5.3). */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** Of equal length whatever was sent. */
function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
