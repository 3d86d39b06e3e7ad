import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { serve } from "@hono/node-server";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Codemode } from "../../codemode.ts";
import { CodemodeError, messageOf } from "../../errors.ts";
import { gatewayServer } from "../server.ts";
import { frontDoor } from "./front-door.ts";

export interface HttpGatewayOptions {
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** 0 takes one that is free. */
  readonly port: number;
  /** What clients must bring; without one everybody who reaches the port gets in, which is for loopback alone. */
  readonly token: string | undefined;
  /** Names that it answers to, beside those of loopback and `host`. @default none */
  readonly hosts?: readonly string[];
  /** Origins of pages that may call it. @default none */
  readonly origins?: readonly string[];
  /** @default 4 MiB */
  readonly maxRequestBytes?: number;
  /** Requests in work at once; more are told to come again. @default 64 */
  readonly maxRequests?: number;
  readonly onError?: (error: Error) => void;
}

export interface HttpGateway {
  /** Where MCP clients connect. */
  readonly url: string;
  /** Takes nothing new, waits for what is in work, at most so many milliseconds, and then ends it. */
  close(drainMs: number): Promise<void>;
}

/**
 * Serves the gateway over Streamable HTTP, in both eras of the protocol, with a server of its own for each request.
 * @throws CodemodeError `USAGE` for an address that can't be listened on, or one beyond loopback without a token
 */
export async function serveHttpGateway(codemode: Codemode, options: HttpGatewayOptions): Promise<HttpGateway> {
  const { host = "127.0.0.1", port, token, hosts = [], origins = [], maxRequests = 64, onError = () => {} } = options;
  if (token === undefined && !isLoopback(host))
    throw new CodemodeError("USAGE", `${host} is reached from other machines: a gateway without a token listens on loopback alone.`);
  const handler = createMcpHandler(gatewayServer(codemode, onError), { onerror: onError });
  const inWork = new Set<object>();
  let closing = false;
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    codemode.metrics.addRequest(context.res.status);
  });
  app.use(frontDoor({ hosts: [...LOOPBACK_NAMES, host.toLowerCase(), ...hosts.map((name) => name.toLowerCase())], origins, token }));
  app.get("/health", (context) => context.json({ status: closing ? "closing" : "ok" }, closing ? 503 : 200));
  app.get("/metrics", (context) =>
    context.body(codemode.metrics.text(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );
  app.use("/mcp", async (context, next) => {
    if (closing || inWork.size >= maxRequests) {
      context.header("Retry-After", "1");
      return context.json({ error: closing ? "This gateway is closing." : `This gateway has ${maxRequests} requests in work.` }, 503);
    }
    return next();
  });
  app.use(
    "/mcp",
    bodyLimit({
      maxSize: options.maxRequestBytes ?? 4 * 2 ** 20,
      onError: (context) => context.json({ error: "This request is too long." }, 413),
    }),
  );
  app.all("/mcp", (context) => {
    // A stream is in work until its last byte is sent, or its client has gone.
    const { outgoing } = context.env as { outgoing: { once(event: "close", listener: () => void): void } };
    inWork.add(outgoing);
    outgoing.once("close", () => {
      inWork.delete(outgoing);
    });
    return handler.fetch(context.req.raw);
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
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}/mcp`,
    async close(drainMs) {
      closing = true;
      server.close();
      server.closeIdleConnections();
      const until = performance.now() + drainMs;
      while (inWork.size > 0 && performance.now() < until) await setTimeout(20);
      await handler.close();
      server.closeAllConnections();
    },
  };
}

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];
