import type { CallToolResult, InputRequiredResult } from "@modelcontextprotocol/server";
import { renderResult } from "../answers/render-result.ts";
import { fitResult, type FittedResult } from "../answers/fit-result.ts";
import type { Codemode } from "../codemode.ts";
import type { Language } from "../executor/languages/language.ts";
import type { RunningExecution } from "../running/running-execution.ts";
import type { Caller } from "./caller.ts";
import { reporter } from "./report.ts";

export interface ExecuteCode {
  readonly code: string;
  readonly language?: Language;
  readonly session_id?: string;
  readonly timeout_ms?: number;
  readonly yield_ms?: number;
  readonly max_tokens?: number;
}

export interface WaitExecution {
  readonly execution_id: string;
  readonly yield_ms?: number;
  readonly cancel?: boolean;
}

/** Runs a program and waits for it, or goes on to wait for the one that the client was asked for. */
export async function executeCode(codemode: Codemode, args: ExecuteCode, caller: Caller): Promise<CallToolResult | InputRequiredResult> {
  if (caller.resumes !== undefined) return follow(codemode, codemode.running.find(caller.resumes, caller.principal), args, caller);
  await codemode.registry.discoverAll({ signal: caller.signal });
  const { code, language, session_id, timeout_ms } = args;
  const execution = codemode.start(code, {
    ...(caller.principal === undefined ? {} : { owner: caller.principal }),
    ...caller.origin,
    capabilities: caller.capabilities,
    ...(caller.meta ? { meta: caller.meta } : {}),
    ...(language === undefined ? {} : { language }),
    ...(session_id === undefined ? {} : { sessionId: session_id }),
    ...(timeout_ms === undefined ? {} : { timeoutMs: timeout_ms }),
  });
  askedFor.set(execution, args.max_tokens === undefined ? {} : { max_tokens: args.max_tokens });
  return follow(codemode, execution, args, caller);
}

/** Waits for an execution that an earlier answer has left running. */
export async function waitExecution(
  codemode: Codemode,
  args: WaitExecution,
  caller: Caller,
): Promise<CallToolResult | InputRequiredResult> {
  const execution = codemode.running.find(args.execution_id, caller.principal);
  if (args.cancel === true) execution.cancel();
  return follow(codemode, execution, { ...args, ...askedFor.get(execution) }, caller);
}

/** What the request that started an execution has asked of all its answers. */
const askedFor = new WeakMap<RunningExecution, Pick<ExecuteCode, "max_tokens">>();

async function follow(
  codemode: Codemode,
  execution: RunningExecution,
  { yield_ms, max_tokens }: Pick<ExecuteCode, "yield_ms" | "max_tokens">,
  caller: Caller,
): Promise<CallToolResult | InputRequiredResult> {
  const { maxTokens, maxTokensPerExecution, maxInlineBytes, yieldMs } = codemode.config.answers;
  caller.bringAnswers(execution);
  const turn = await waitFor(codemode, execution, yield_ms ?? yieldMs, caller);
  if (turn.kind === "asking") return caller.ask(execution.id, turn.questions);
  const left = Math.max(maxTokensPerExecution - execution.toldTokens, MIN_TOKENS);
  const limits = {
    maxTokens: Math.max(MIN_TOKENS, Math.min(max_tokens ?? maxTokens, left)),
    maxInlineBytes,
    handles: codemode.handles,
    ...(execution.owner === undefined ? {} : { owner: execution.owner }),
  };
  const printed = execution.takeOutput();
  if (turn.kind === "running") {
    const { sessionId, id } = execution;
    const fitted = fitResult({ ...NOTHING, session_id: sessionId ?? "", execution_id: id, output: printed }, limits);
    execution.toldTokens += fitted.tokens;
    const told = {
      status: "running",
      execution_id: id,
      ...(sessionId === undefined ? {} : { session_id: sessionId }),
      output: fitted.output,
      ...(fitted.truncated ? { truncated: fitted.truncated } : {}),
      ...(fitted.handles ? { handles: fitted.handles } : {}),
    };
    const text = `${fitted.output === "" ? "" : `${fitted.output.trimEnd()}\n\n`}Still running. Call wait_execution with execution_id: ${id}`;
    return { content: [{ type: "text", text }], structuredContent: told };
  }
  codemode.running.forget(execution);
  // What was told before is not told again.
  const fitted = fitResult({ ...turn.value, output: printed }, limits);
  execution.toldTokens += fitted.tokens;
  return toAnswer(fitted);
}

async function waitFor(
  codemode: Codemode,
  execution: RunningExecution,
  yieldMs: number,
  caller: Caller,
): ReturnType<RunningExecution["wait"]> {
  const { onEvent, flush } = reporter(caller);
  try {
    const turn = await execution.wait({ signal: caller.signal, yieldMs, canAnswer: caller.canAnswer, ask: caller.askNow, onEvent });
    flush();
    await caller.told();
    return turn;
  } catch (error) {
    // It did not come to run.
    codemode.running.forget(execution);
    throw error;
  }
}

function toAnswer({ content = [], tokens: _, ...result }: FittedResult): CallToolResult {
  return {
    content: [{ type: "text", text: renderResult(result) }, ...content],
    structuredContent: { status: "done", ...result },
    ...(result.ok ? {} : { isError: true }),
  };
}

const NOTHING = { language: "typescript", ok: true, calls: [], duration_ms: 0 } as const;
const MIN_TOKENS = 100;
