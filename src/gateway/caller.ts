import { randomUUID } from "node:crypto";
import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  isSpecType,
  LOG_LEVEL_META_KEY,
  type ClientCapabilities,
  type InputRequest,
  type InputRequiredResult,
  type LoggingLevel,
  type RequestStateCodec,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { OpenQuestion, PausedWork } from "../running/paused-work.ts";
import type { ServerQuestion } from "../registry/asker.ts";
import { principalOf } from "./principal.ts";
import { originOf, type Origin } from "./request.ts";

/** What a request brings back when the client has been asked: the work that waits for the answers. */
export interface RequestState {
  readonly work: string;
  /** No two are alike. */
  readonly round: string;
}

/** The client behind one request: what it may be asked and told, and what it answered. */
export interface Caller {
  readonly signal: AbortSignal;
  /** Whose sessions, executions and handles it sees; `undefined` where there is but one client, or nobody asks who it is. */
  readonly principal: string | undefined;
  /** Who it is, and in which trace. */
  readonly origin: Origin;
  /** What goes on to servers as `_meta`. */
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  /** The work that this request goes on with, after its client was asked something. */
  readonly resumes: string | undefined;
  /** What its client can be asked. */
  readonly capabilities: ClientCapabilities;
  canAnswer(question: ServerQuestion): boolean;
  /** Gives work the answers that the request has brought; what is no answer to its question is as good as none. */
  bringAnswers(work: Pick<PausedWork<unknown, unknown>, "questions" | "answer">): void;
  /** The result that asks the client, who then makes the same request again. */
  ask(work: string, questions: ReadonlyMap<string, OpenQuestion>): Promise<InputRequiredResult>;
  progress(progress: number, total: number | undefined, message: string | undefined): void;
  log(level: string, data: unknown, logger: string | undefined): void;
  /** Waits until what it was told is on its way: what comes after the answer nobody reads. */
  told(): Promise<void>;
}

export function callerOf(server: Server, context: ServerContext, codec: RequestStateCodec<RequestState>): Caller {
  const { mcpReq } = context;
  const { signal, inputResponses = {}, _meta: meta } = mcpReq;
  const envelope = (mcpReq.envelope ?? {}) as Readonly<Record<string, unknown>>;
  const capabilities = (envelope[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined) ?? server.getClientCapabilities() ?? {};
  const token = meta?.progressToken;
  const level = envelope[LOG_LEVEL_META_KEY];
  const sending = new Set<Promise<void>>();
  const send = (notification: Promise<void>): void => {
    // A client that has gone is told nothing.
    const sent = notification.catch(() => {}).finally(() => sending.delete(sent));
    sending.add(sent);
  };
  return {
    signal,
    principal: principalOf(context),
    origin: originOf(context, server),
    capabilities,
    meta: level === undefined ? undefined : { [LOG_LEVEL_META_KEY]: level },
    resumes: mcpReq.requestState<RequestState>()?.work,
    canAnswer: (question) => canAnswer(capabilities, question),
    bringAnswers(work) {
      for (const [key, answer] of Object.entries(inputResponses)) {
        const open = work.questions.get(key);
        if (open && isAnswerTo(open.question, answer)) work.answer(key, answer as Readonly<Record<string, unknown>>);
      }
    },
    async ask(work, questions) {
      const inputRequests = Object.fromEntries([...questions].map(([key, { question }]) => [key, toInputRequest(question)]));
      return inputRequired({ inputRequests, requestState: await codec.mint({ work, round: randomUUID() }, context) });
    },
    progress(progress, total, message) {
      if (token === undefined) return;
      const params = {
        progressToken: token,
        progress,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      };
      send(mcpReq.notify({ method: "notifications/progress", params }));
    },
    log(logLevel, data, logger) {
      send(mcpReq.log(logLevel as LoggingLevel, data, logger));
    },
    async told() {
      await Promise.all(sending);
    },
  };
}

function canAnswer({ elicitation, sampling, roots }: ClientCapabilities, question: ServerQuestion): boolean {
  switch (question.method) {
    case "elicitation/create":
      if (elicitation === undefined) return false;
      // One that says nothing of modes has forms (MCP 2025-11-25, elicitation, capabilities).
      return question.params.mode === "url"
        ? elicitation.url !== undefined
        : elicitation.form !== undefined || elicitation.url === undefined;
    case "sampling/createMessage":
      return sampling !== undefined && (question.params.tools === undefined || sampling.tools !== undefined);
    case "roots/list":
      return roots !== undefined;
  }
}

function isAnswerTo({ method }: ServerQuestion, answer: unknown): boolean {
  switch (method) {
    case "elicitation/create":
      return isSpecType.ElicitResult(answer);
    case "sampling/createMessage":
      return isSpecType.CreateMessageResult(answer) || isSpecType.CreateMessageResultWithTools(answer);
    case "roots/list":
      return isSpecType.ListRootsResult(answer);
  }
}

/** The same question, without what belongs to the connection that it came by. */
function toInputRequest(question: ServerQuestion): InputRequest {
  if (question.method === "roots/list") return inputRequired.listRoots();
  const { _meta: _, elicitationId: __, ...params } = question.params;
  return { method: question.method, params } as InputRequest;
}
