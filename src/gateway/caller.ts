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
import { CodemodeError } from "../errors.ts";
import { LONGEST_TIMER_MS } from "../longest-timer.ts";
import type { OpenQuestion, PausedWork } from "../running/paused-work.ts";
import { canAnswer, type ServerQuestion } from "../registry/asker.ts";
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
  /** Asks its client while the request waits, as before 2026-07-28; absent where the client is told with a result, and comes back. */
  readonly askNow: ((question: ServerQuestion, signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>) | undefined;
  /** What its calls share that belong together: those of one connection. Absent where requests stand for themselves. */
  readonly connection: object | undefined;
  /** Gives work the answers that the request has brought; what is no answer to its question is as good as none. */
  bringAnswers(work: Pick<PausedWork<unknown, unknown>, "questions" | "answer">): void;
  /** The result that asks the client, who then makes the same request again. */
  ask(work: string, questions: ReadonlyMap<string, OpenQuestion>): Promise<InputRequiredResult>;
  progress(progress: number, total: number | undefined, message: string | undefined): void;
  log(level: string, data: unknown, logger: string | undefined): void;
  /** Waits until what it was told is on its way: what comes after the answer nobody reads. */
  told(): Promise<void>;
}

/** @param connection the same for all requests of one connection, where there are such */
export function callerOf(
  server: Server,
  context: ServerContext,
  codec: RequestStateCodec<RequestState>,
  connection: object | undefined,
): Caller {
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
    connection,
    askNow:
      mcpReq.envelope === undefined
        ? async (question, stop) => {
            const asked = { relatedRequestId: mcpReq.id, signal: AbortSignal.any([stop, signal]), timeout: LONGEST_TIMER_MS };
            const request = server.request.bind(server) as (request: object, options: object) => Promise<unknown>;
            const answer = await request(toRequest(question), asked);
            if (!isAnswerTo(question, answer)) throw new CodemodeError("USAGE", `the client gave no answer to ${question.method}`);
            return answer as Readonly<Record<string, unknown>>;
          }
        : undefined,
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

/** The question as a request of the protocol before 2026-07-28, where one that leads to a page has an id. */
function toRequest(question: ServerQuestion): object {
  const { method } = question;
  if (method === "roots/list") return { method };
  const { _meta: _, ...params } = question.params;
  const mode = params.mode === "url" ? { elicitationId: randomUUID() } : { mode: "form" };
  return { method, params: method === "elicitation/create" ? { ...mode, ...params } : params };
}

/** The same question, without what belongs to the connection that it came by. */
function toInputRequest(question: ServerQuestion): InputRequest {
  if (question.method === "roots/list") return inputRequired.listRoots();
  const { _meta: _, elicitationId: __, ...params } = question.params;
  return { method: question.method, params } as InputRequest;
}
