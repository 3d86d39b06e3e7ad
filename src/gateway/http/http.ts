import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { serve, type HttpBindings } from "@hono/node-server";
import type { AuthInfo } from "@modelcontextprotocol/server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import type { Codemode } from "../../codemode.ts";
import type { OAuthConfig } from "../../config/config.ts";
import { CodemodeError, messageOf } from "../../errors.ts";
import { principalIn } from "../principal.ts";
import { createGateway } from "../server.ts";
import { bearerToken } from "./bearer-token.ts";
import { frontDoor } from "./front-door.ts";
import { McpEndpoint, type McpEndpointOptions } from "./mcp-endpoint.ts";
import { protectedResource, type ProtectedResource } from "./oauth.ts";
import { RateLimit } from "./rate-limit.ts";

export interface HttpGatewayOptions extends Omit<McpEndpointOptions, "onError"> {
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0 takes one that is free. */
  readonly port: number;
  readonly auth: HttpAuth;
  /** Names that it answers to, beside those of loopback and `host`. @default none */
  readonly hosts?: readonly string[];
  /** Origins of pages that may call it. @default none */
  readonly origins?: readonly string[];
  /** Requests in a minute for each principal, or each address where nobody asks who it is. @default 600 */
  readonly rateLimit?: number;
  readonly onError?: (error: Error) => void;
}

/** What clients must bring: one fixed token, an access token of an authorization server, or nothing, which is for loopback alone. */
export type HttpAuth =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "oauth"; readonly oauth: OAuthConfig }
  | { readonly kind: "none" };

export interface HttpGateway {
  /** Where MCP clients connect. */
  readonly url: string;
  /** Takes nothing new, waits for what is in work, at most so many milliseconds, and then ends it. */
  close(drainMs: number): Promise<void>;
}

/**
 * Serves the gateway over Streamable HTTP, in both eras of the protocol.
 * @throws CodemodeError `USAGE` for an address that can't be listened on, or one beyond loopback where nobody asks who comes
 */
export async function serveHttpGateway(codemode: Codemode, options: HttpGatewayOptions): Promise<HttpGateway> {
  const { host = "127.0.0.1", port, auth, hosts = [], origins = [], rateLimit = 600, onError = () => {} } = options;
  if (auth.kind === "none" && !isLoopback(host))
    throw new CodemodeError("USAGE", `${host} is reached from other machines: a gateway without a token listens on loopback alone.`);
  const endpoint = new McpEndpoint(createGateway(codemode, onError), { ...options, onError });
  const limit = new RateLimit(rateLimit);
  // Known once it listens, which is before the first request.
  let resource: ProtectedResource | undefined;
  const app = new Hono<{ Bindings: HttpBindings; Variables: { readonly authInfo?: AuthInfo } }>();
  app.use(async (context, next) => {
    await next();
    codemode.metrics.addRequest(context.res.status);
  });
  app.use(frontDoor({ hosts: [...LOOPBACK_NAMES, host.toLowerCase(), ...hosts.map((name) => name.toLowerCase())], origins }));
  if (origins.length > 0) app.use(cors({ origin: [...origins], exposeHeaders: ["Mcp-Session-Id", "WWW-Authenticate", "Retry-After"] }));
  app.get("/health", (context) => context.json({ status: endpoint.isClosing ? "closing" : "ok" }, endpoint.isClosing ? 503 : 200));
  app.get("/.well-known/*", (context, next) =>
    resource?.metadataPaths.includes(context.req.path) ? Promise.resolve(context.json(resource.metadata)) : next(),
  );
  const authenticate =
    auth.kind === "token"
      ? bearerToken(auth.token)
      : auth.kind === "oauth"
        ? (request: Request) => (resource as ProtectedResource).authenticate(request)
        : undefined;
  app.use(async (context, next) => {
    const found = await authenticate?.(context.req.raw);
    const principal = found === undefined || found instanceof Response ? undefined : principalIn(found);
    const wait = await limit.take(
      principal === undefined ? `address ${context.env.incoming.socket.remoteAddress}` : `principal ${principal}`,
    );
    if (wait !== undefined) {
      context.header("Retry-After", String(wait));
      return context.json({ error: `More than ${rateLimit} requests in a minute. Try again in ${wait} seconds.` }, 429);
    }
    if (found instanceof Response) return found;
    context.set("authInfo", found);
    return next();
  });
  app.get("/metrics", (context) =>
    context.body(codemode.metrics.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );
  app.all("/mcp", (context) => {
    const { outgoing } = context.env;
    // Its client may have gone while it was looked at.
    const ended = outgoing.closed ? Promise.resolve() : once(outgoing, "close");
    const authInfo = context.get("authInfo");
    return endpoint.handle({ request: context.req.raw, ended, ...(authInfo ? { authInfo } : {}) });
  });
  app.onError((error, context) => {
    onError(error);
    return context.json({ error: "The gateway could not answer." }, 500);
  });

  const server = serve({ fetch: app.fetch, hostname: host, port }) as Server;
  try {
    await once(server, "listening");
  } catch (error) {
    throw new CodemodeError(
      "USAGE",
      `The gateway can't listen on ${host}:${port}: ${messageOf(error)}. Choose another address with --http.`,
      {
        cause: error,
      },
    );
  }
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${actual}/mcp`;
  if (auth.kind === "oauth") resource = protectedResource(auth.oauth, url, onError);
  return {
    url,
    async close(drainMs) {
      // It listens on, so that answers to what is in work get in, and who asks for its health hears that it closes.
      endpoint.isClosing = true;
      const until = performance.now() + drainMs;
      while (endpoint.isBusy && performance.now() < until) await setTimeout(20);
      server.close();
      await endpoint[Symbol.asyncDispose]();
      // The last bytes of streams that have ended just now.
      await setTimeout(100);
      server.closeAllConnections();
    },
  };
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
