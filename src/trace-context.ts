/**
 * Which trace a request belongs to, as its headers or `_meta` say it (W3C Trace Context, W3C Baggage; in MCP's `_meta` by SEP-414). What an
 * object of this type has was checked by {@link parseTraceContext}.
 */
export interface TraceContext {
  /** `00-<trace id>-<parent id>-<flags>`, in lower-case hexadecimal digits. */
  readonly traceparent: string;
  readonly tracestate?: string;
  readonly baggage?: string;
}

/**
 * What of some fields is a trace context; anything that is not as the grammar has it is dropped. A `traceparent` of a later version is
 * read as one of version 00 (Trace Context, section 3.2.4), and without one there is none.
 */
export function parseTraceContext(fields: Readonly<Record<string, unknown>> | undefined): TraceContext | undefined {
  if (!fields) return undefined;
  const traceparent = parseTraceparent(fields.traceparent);
  if (traceparent === undefined) return undefined;
  const { tracestate, baggage } = fields;
  return {
    traceparent,
    ...(isTracestate(tracestate) ? { tracestate } : {}),
    ...(isBaggage(baggage) ? { baggage } : {}),
  };
}

/** Trace Context, section 3.2.2. */
function parseTraceparent(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > MOST_CHARACTERS) return undefined;
  const [, version, traceId = "", parentId = "", flags = "", more = ""] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(value) ?? [];
  if (version === undefined || version === "ff" || (version === "00" && more !== "")) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return `00-${traceId}-${parentId}-${version === "00" ? flags : `0${Number.parseInt(flags, 16) & 1}`}`;
}

/** Trace Context, section 3.3.1: at most 32 members, none twice. */
function isTracestate(value: unknown): value is string {
  if (typeof value !== "string" || value.length > MOST_CHARACTERS) return false;
  const members = value
    .split(",")
    .map((member) => member.replaceAll(/^[ \t]+|[ \t]+$/g, ""))
    .filter((member) => member !== "");
  const keys = new Set(members.map((member) => member.slice(0, member.indexOf("="))));
  return (
    members.length > 0 && members.length <= 32 && keys.size === members.length && members.every((member) => TRACESTATE_MEMBER.test(member))
  );
}

const TRACESTATE_MEMBER =
  /^(?:[a-z\d][a-z\d_\-*/]{0,255}|[a-z\d][a-z\d_\-*/]{0,240}@[a-z][a-z\d_\-*/]{0,13})=[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;

/** Baggage, section 3.2.1, and its limits of section 3.2.2. */
function isBaggage(value: unknown): value is string {
  if (typeof value !== "string" || value.length > MOST_CHARACTERS) return false;
  const members = value.split(",");
  return members.length <= 64 && members.every((member) => BAGGAGE_MEMBER.test(member));
}

const TOKEN = "[!#$%&'*+\\-.^_`|~\\da-zA-Z]+";
const OCTETS = "[!#-+\\--:<-\\[\\]-~]*";
const BAGGAGE_MEMBER = new RegExp(
  `^[ \\t]*${TOKEN}[ \\t]*=[ \\t]*${OCTETS}(?:[ \\t]*;[ \\t]*${TOKEN}(?:[ \\t]*=[ \\t]*${OCTETS})?)*[ \\t]*$`,
);

const MOST_CHARACTERS = 8_192;
