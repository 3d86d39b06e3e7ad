import {
  BAGGAGE_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  TRACEPARENT_META_KEY,
  TRACESTATE_META_KEY,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Caller } from "../executor/caller.ts";
import { parseTraceContext, type TraceContext } from "../trace-context.ts";
import { principalOf } from "./principal.ts";

/** Who sends a request, and in which trace it belongs. */
export interface Origin {
  readonly caller: Caller;
  readonly traceContext?: TraceContext;
}

export function originOf(context: ServerContext, server: Server): Origin {
  const traceContext = traceContextOf(context);
  return { caller: senderOf(context, server), ...(traceContext ? { traceContext } : {}) };
}

/** The request's own is in its `_meta` (SEP-414); the headers are those of the HTTP request that carries it, and count where it has none. */
function traceContextOf({ mcpReq, http }: ServerContext): TraceContext | undefined {
  const meta = mcpReq._meta ?? {};
  const headers = http?.req?.headers;
  return (
    parseTraceContext({
      traceparent: meta[TRACEPARENT_META_KEY],
      tracestate: meta[TRACESTATE_META_KEY],
      baggage: meta[BAGGAGE_META_KEY],
    }) ??
    (headers &&
      parseTraceContext({
        traceparent: headers.get("traceparent"),
        tracestate: headers.get("tracestate"),
        baggage: headers.get("baggage"),
      }))
  );
}

function senderOf(context: ServerContext, server: Server): Caller {
  const { mcpReq, http, sessionId } = context;
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const info = (envelope[CLIENT_INFO_META_KEY] ?? server.getClientVersion()) as { name?: unknown; version?: unknown } | undefined;
  const protocolVersion = envelope[PROTOCOL_VERSION_META_KEY] ?? server.getNegotiatedProtocolVersion();
  const principal = principalOf(context);
  return {
    ...(principal === undefined ? {} : { principal }),
    mcp: {
      requestId: String(mcpReq.id).slice(0, MOST_CHARACTERS),
      transport: http ? "tcp" : "pipe",
      ...(typeof protocolVersion === "string" ? { protocolVersion: protocolVersion.slice(0, MOST_CHARACTERS) } : {}),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(info ? { client: `${String(info.name)} ${String(info.version)}`.slice(0, MOST_CHARACTERS) } : {}),
    },
  };
}

/** Of a text that the client has chosen. */
const MOST_CHARACTERS = 200;
