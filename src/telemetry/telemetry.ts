import type { Context, Span } from "@opentelemetry/api";
import type { TraceEvent } from "../executor/trace.ts";
import type { ServerStatus } from "../registry/tool.ts";
import { parseTraceContext, type TraceContext } from "../trace-context.ts";
import { callAttributes, errorType, executionAttributes, textOf, methodOf } from "./attributes.ts";
import { loadApi, type Api } from "./load-api.ts";

export interface TelemetryOptions {
  /** Whether spans carry code, arguments, results and messages of errors and warnings, and not only names, codes and times. @default false */
  readonly content?: boolean;
}

/**
 * Makes OpenTelemetry spans of the trace, with whatever provider the application has registered: one for each execution, and under it one
 * for each call of a server's tool. By the semantic conventions for MCP and for tools of generative AI (open-telemetry/semantic-conventions-genai
 * 0.1.0, docs/gen-ai/mcp.md and docs/gen-ai/execute-tool.md, in development):
 *
 * | | name | kind |
 * |---|---|---|
 * | an execution that an MCP request asks for | `tools/call execute_code` | SERVER |
 * | an execution that a program asks for | `execute_tool execute_code` | INTERNAL |
 * | a call | `tools/call <tool>` | CLIENT |
 *
 * What is not in the conventions has names that start with `codemode.`.
 */
export class Telemetry {
  readonly #api: Api;
  readonly #content: boolean;
  readonly #serverOf: (name: string) => ServerStatus | undefined;
  readonly #executions = new Map<string, { readonly span: Span; readonly context: Context; readonly given?: TraceContext }>();
  readonly #calls = new Map<string, Span>();

  /** @throws CodemodeError `TELEMETRY_MISSING` */
  constructor({ content = false }: TelemetryOptions, serverOf: (name: string) => ServerStatus | undefined) {
    this.#api = loadApi();
    this.#content = content;
    this.#serverOf = serverOf;
  }

  /** The trace sink. */
  readonly sink = (event: TraceEvent): void => {
    switch (event.kind) {
      case "execution-started":
        return this.#startExecution(event);
      case "call-started":
        return event.replayed ? undefined : this.#startCall(event);
      case "call-decided":
        return this.#set(this.#calls.get(keyOf(event)), { "codemode.approval": event.approval });
      case "call-warned":
        return this.#warn(this.#calls.get(keyOf(event)), event.message);
      case "call-ended": {
        const span = this.#calls.get(keyOf(event));
        this.#calls.delete(keyOf(event));
        if (this.#content && event.result !== undefined) this.#set(span, { "gen_ai.tool.call.result": textOf(event.result) });
        return this.#end(span, event.record.error);
      }
      case "execution-ended": {
        const { result } = event;
        const span = this.#executions.get(event.executionId)?.span;
        for (const warning of result.warnings ?? []) this.#warn(span, warning);
        this.#set(span, { "codemode.calls": result.calls.length });
        if (this.#content) this.#set(span, { "gen_ai.tool.call.result": textOf({ value: result.value, output: result.output }) });
        this.#executions.delete(event.executionId);
        return this.#end(span, result.error);
      }
      case "execution-failed": {
        const span = this.#executions.get(event.executionId)?.span;
        this.#executions.delete(event.executionId);
        return this.#end(span, event.error);
      }
      default:
        return undefined;
    }
  };

  /** What goes along with a call: its span as the parent of the server's. `undefined` where no spans are made. */
  traceContextOf(event: { readonly executionId: string; readonly call: number }): TraceContext | undefined {
    const context = this.#calls.get(keyOf(event))?.spanContext();
    if (!context || !this.#api.isSpanContextValid(context)) return undefined;
    const { traceId, spanId, traceFlags, traceState } = context;
    return parseTraceContext({
      traceparent: `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, "0")}`,
      tracestate: traceState?.serialize(),
      baggage: this.#executions.get(event.executionId)?.given?.baggage,
    });
  }

  #startExecution(event: Extract<TraceEvent, { kind: "execution-started" }>): void {
    const { SpanKind, context, trace } = this.#api;
    const ambient = context.active();
    const { traceContext: given } = event;
    const around = trace.getSpanContext(ambient);
    const mcp = event.caller?.mcp !== undefined;
    // The request's own context is the parent; that of the transport around it, where there is one, is linked (mcp.md, Context propagation).
    const parent = given ? trace.setSpanContext(ambient, this.#remote(given)) : ambient;
    const span = this.#tracer().startSpan(
      mcp ? "tools/call execute_code" : "execute_tool execute_code",
      {
        kind: mcp ? SpanKind.SERVER : SpanKind.INTERNAL,
        attributes: executionAttributes(event, this.#content),
        ...(given && around ? { links: [{ context: around }] } : {}),
      },
      parent,
    );
    this.#executions.set(event.executionId, { span, context: trace.setSpan(ambient, span), ...(given ? { given } : {}) });
  }

  #startCall(event: Extract<TraceEvent, { kind: "call-started" }>): void {
    const { SpanKind, context } = this.#api;
    const attributes = callAttributes(event, this.#serverOf(event.server), this.#content);
    const parent = this.#executions.get(event.executionId)?.context ?? context.active();
    // The names of tools that are not there are the program's, any number of them.
    const span = this.#tracer().startSpan(
      // An address would make a name for each resource (mcp.md, span name).
      (event.target === "resource" ? "resources/read" : `${methodOf(event.target)} ${event.tool}`).slice(0, MOST_NAME_CHARACTERS),
      { kind: SpanKind.CLIENT, attributes },
      parent,
    );
    this.#calls.set(keyOf(event), span);
  }

  #remote({ traceparent, tracestate }: TraceContext): ReturnType<Span["spanContext"]> {
    const [, traceId = "", spanId = "", flags = ""] = traceparent.split("-");
    const traceState = tracestate === undefined ? {} : { traceState: this.#api.createTraceState(tracestate) };
    return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true, ...traceState };
  }

  /** Asked for anew: a provider may be registered after us. */
  #tracer(): ReturnType<Api["trace"]["getTracer"]> {
    return this.#api.trace.getTracer("mcp-codemode");
  }

  #set(span: Span | undefined, attributes: Parameters<Span["setAttributes"]>[0]): void {
    span?.setAttributes(attributes);
  }

  /** Messages may quote results. */
  #warn(span: Span | undefined, message: string): void {
    span?.addEvent("codemode.warning", this.#content ? { "codemode.warning.message": message } : {});
  }

  #end(span: Span | undefined, error: { readonly code: string; readonly message: string } | undefined): void {
    if (error) {
      this.#set(span, { "error.type": errorType(error.code) });
      span?.setStatus({ code: this.#api.SpanStatusCode.ERROR, message: this.#content ? error.message : error.code });
    }
    span?.end();
  }
}

function keyOf({ executionId, call }: { readonly executionId: string; readonly call: number }): string {
  return `${executionId}:${call}`;
}

const MOST_NAME_CHARACTERS = 200;
