import { CodemodeError, ToolError, messageOf } from "../errors.ts";
import type { Progress } from "@modelcontextprotocol/client";
import type { Asker } from "../registry/asker.ts";
import type { ServerLog } from "../registry/calls-under-way.ts";
import { definitionHash } from "../registry/definition-hash.ts";
import type { CallOptions, ToolRegistry } from "../registry/registry.ts";
import type { Tool } from "../registry/tool.ts";
import { limitError, type Limits } from "../sandbox/limits.ts";
import { jsonBytes } from "../json-bytes.ts";
import { schemaProblem } from "../schema-problem.ts";
import type { TraceContext } from "../trace-context.ts";
import type { Emit } from "./recorder.ts";
import type { CallRecord } from "./result.ts";
import type { Approval, CallGuard, GuardedCall } from "./call-guard.ts";
import type { TraceOf, TraceStep } from "./trace.ts";

export interface GatedCall {
  readonly server: string;
  /** A tool by its name; of a resource the address, of a prompt the name. */
  readonly tool: string;
  /** What is called. @default a tool */
  readonly target?: "resource" | "prompt";
  /** Untrusted: whatever the guest sent. */
  readonly args: unknown;
  /** The skill whose code makes the call, as the guest says. */
  readonly skill?: string;
  readonly signal: AbortSignal;
  /** Gives a tool's whole answer as MCP has it, also one that says `isError`. @default its value, by the rules of `mapToolResult` */
  readonly asIs?: boolean;
}

export interface CallGateOptions {
  readonly registry: ToolRegistry;
  /** `maxCalls` counts the calls through this gate. */
  readonly limits: Limits;
  /** Who answers what servers ask during calls. @default nobody */
  readonly asker?: Asker;
  /** What goes with every call as its `_meta`. @default nothing */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Answers calls that have passed, instead of the servers. @default the registry */
  readonly answers?: CallAnswers;
  /** Says which calls may happen. @default all may */
  readonly guard?: CallGuard;
  readonly beforeCall?: BeforeCall;
  /** Goes along with each call in its `_meta`, where `beforeCall` gives no other. */
  readonly traceContext?: TraceContext;
  readonly emit: Emit;
  /** Milliseconds since the start of the execution. */
  readonly now: () => number;
}

/** Gives the results of tool calls in place of the servers; what it throws the call throws. */
export type CallAnswers = (call: Pick<GatedCall, "server" | "tool" | "target" | "args">) => Promise<unknown>;

/**
 * Awaited when a call has passed everything else, right before its server is asked. What it throws refuses the call. It may give the trace
 * context that goes along with the call, in place of the execution's own.
 */
export type BeforeCall = (
  event: TraceOf<Extract<TraceStep, { readonly kind: "call-started" }>>,
) => Promise<TraceContext | undefined> | TraceContext | undefined;

/**
 * The one function that every call of an execution passes, of tools and the reading of resources and prompts: is there budget left, does the tool exist, does the
 * policy allow it, do the arguments fit its schema, does somebody have to be asked. Only then the registry calls the server. Every call is
 * recorded, refused ones too.
 */
export type CallGate = (call: GatedCall) => Promise<unknown>;

export function createCallGate(options: CallGateOptions): CallGate {
  const { registry, limits, answers, asker, meta, guard, beforeCall, traceContext, emit, now } = options;
  let count = 0;
  return async ({ server, tool, target, args, skill, signal, asIs }) => {
    const call = (count += 1);
    const startedMs = now();
    let approval: Approval | undefined;
    const argumentText = JSON.stringify(args);
    const from = { ...(target === undefined ? {} : { target }), ...(skill === undefined ? {} : { skill }) };
    const started = emit({ kind: "call-started", call, server, tool, args, ...from, ...(answers ? { replayed: true } : {}) });
    const ended = (outcome: CallRecord["outcome"], more: { readonly result?: unknown; readonly error?: CallRecord["error"] }): void => {
      const record: CallRecord = {
        server,
        tool,
        ...from,
        started_ms: round(startedMs),
        duration_ms: round(now() - startedMs),
        argument_bytes: Buffer.byteLength(argumentText),
        result_bytes: more.result === undefined ? 0 : jsonBytes(more.result),
        outcome,
        ...(approval === undefined ? {} : { approval }),
        ...(more.error ? { error: more.error } : {}),
      };
      emit({ kind: "call-ended", call, server, tool, args, ...(more.result === undefined ? {} : { result: more.result }), record });
    };
    try {
      const { maxArgumentBytes, maxCalls } = limits;
      // Over all processes of the execution together; each counts its own before.
      if (call > maxCalls) throw limitError("LIMIT_CALLS", `it made more than ${maxCalls} calls`, { maxCalls });
      if (Buffer.byteLength(argumentText) > maxArgumentBytes) {
        throw limitError("LIMIT_ARGUMENTS", `it sent arguments of more than ${maxArgumentBytes} bytes in one call`, { maxArgumentBytes });
      }
      if (answers) {
        const result = await answers({ server, tool, ...(target === undefined ? {} : { target }), args });
        ended("ok", { result });
        return result;
      }
      const definition = target === undefined ? lookUp(registry, server, tool) : undefined;
      const guarded: GuardedCall = { server, tool: definition?.name ?? tool, target, annotations: definition?.annotations ?? {}, args };
      guard?.refuse(guarded);
      if (definition) checkArguments(definition, args);
      const onWarning = (message: string): unknown => emit({ kind: "call-warned", call, server, tool, message });
      await guard?.consent(guarded, signal, {
        onAsked: (why) => emit({ kind: "call-asked", call, server, tool, why }),
        onDecided(decision) {
          approval = decision;
          emit({ kind: "call-decided", call, server, tool, args, ...from, approval });
        },
        onWarning,
      });
      // While somebody thought about it the tool may have become another one, or none.
      if (definition) assertSame(definition, lookUp(registry, server, tool));
      const traced = (beforeCall && (await beforeCall(started))) ?? traceContext;
      const answer = send(
        { server, tool: guarded.tool, target, args, asIs: asIs === true, registry },
        {
          signal,
          ...(asker ? { asker } : {}),
          ...(meta || traced ? { meta: { ...meta, ...traced } } : {}),
          onProgress: (progress: Progress) => emit({ kind: "call-progress", call, server, tool, ...progress }),
          onLog: (log: ServerLog) => emit({ kind: "call-logged", call, server, tool, ...log }),
          onWarning,
        },
      );
      const result = await answer.finally(() => guard?.answered(guarded));
      ended("ok", { result });
      return result;
    } catch (error) {
      const code = error instanceof CodemodeError ? error.code : "TOOL_FAILED";
      ended(signal.aborted ? "cancelled" : "error", { error: { code, message: messageOf(error) } });
      throw error;
    }
  };
}

/** The call itself, when nothing speaks against it. @throws ToolError */
function send({ server, tool, target, args, asIs, registry }: SentCall, options: CallOptions): Promise<unknown> {
  if (target === "resource") return registry.readResource(server, tool, options);
  if (target === "prompt") return registry.getPrompt(server, tool, args as Readonly<Record<string, string>>, options);
  const checked = args as Readonly<Record<string, unknown>>;
  return asIs ? registry.callToolAsIs(server, tool, checked, options) : registry.callTool(server, tool, checked, options);
}

interface SentCall {
  readonly server: string;
  readonly tool: string;
  readonly target: GatedCall["target"];
  /** Checked. */
  readonly args: unknown;
  readonly asIs: boolean;
  readonly registry: ToolRegistry;
}

function assertSame(asked: Tool, now: Tool): void {
  if (definitionHash(asked) === definitionHash(now)) return;
  const { server, name: tool } = asked;
  throw new ToolError("TOOL_CHANGED", `${server}.${tool}: its server has changed the tool since the call was made. Look at it again.`, {
    server,
    tool,
  });
}

function lookUp(registry: ToolRegistry, server: string, tool: string): Tool {
  try {
    return registry.getTool(server, tool);
  } catch (error) {
    if (!(error instanceof CodemodeError)) throw error;
    throw new ToolError(error.code, error.message, { server, tool, cause: error });
  }
}

function checkArguments(tool: Tool, args: unknown): void {
  const details = { server: tool.server, tool: tool.name };
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new ToolError(
      "INVALID_ARGUMENTS",
      `${tool.server}.${tool.name}: the arguments must be one object, for instance { key: value }.`,
      details,
    );
  }
  const problem = schemaProblem(tool.inputSchema, args as Readonly<Record<string, unknown>>, "arguments");
  if (problem !== undefined) throw new ToolError("INVALID_ARGUMENTS", `${tool.server}.${tool.name}: ${problem}`, details);
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
