import type { ReadResourceResult } from "@modelcontextprotocol/client";
import { CodemodeError } from "../errors.ts";
import type { GuestRequest } from "../sandbox/messages.ts";
import type { CallGate } from "./call-gate.ts";
import type { Caller } from "./caller.ts";
import type { Questions } from "./executor-options.ts";
import type { Session } from "./session.ts";

export interface AnswerOptions {
  readonly gate: CallGate;
  readonly session: Session;
  /** Whose execution it is. */
  readonly owner?: string;
  readonly caller?: Caller;
  readonly questions?: Questions;
}

/** What a guest asks of the host that no skill answers: calls go through the gate, the rest is questions. A guest may say anything. */
export async function answerRequest(
  request: Exclude<GuestRequest, { kind: "skill" }>,
  signal: AbortSignal,
  { gate, session, owner, caller, questions }: AnswerOptions,
): Promise<unknown> {
  if (request.kind === "call") {
    const { server, tool, args, skill } = request;
    return gate({ server, tool, args, signal, ...(skill !== undefined && session.hasSkill(skill) ? { skill } : {}) });
  }
  if (!questions) throw new CodemodeError("USAGE", "This executor was made without an answer to questions about tools.");
  switch (request.kind) {
    case "search": {
      const { query, server, limit, offset } = request;
      return questions.search(
        { query, ...(server === undefined ? {} : { server }), limit, offset },
        { language: session.language, ...(caller ? { caller } : {}) },
      );
    }
    case "describe":
      return questions.describe(request.name, caller);
    case "servers":
      return questions.servers(caller);
    case "list": {
      const { what, server, query } = request;
      return (questions.list ?? unanswered("lists of resources and prompts"))(
        {
          what,
          ...(server === undefined ? {} : { server }),
          ...(query === undefined ? {} : { query }),
        },
        caller,
      );
    }
    case "read": {
      const server = request.server ?? (await (questions.serverOf ?? unanswered("where a resource is"))("resource", request.uri));
      return contentsOf((await gate({ server, tool: request.uri, target: "resource", args: {}, signal })) as ReadResourceResult);
    }
    case "prompt": {
      const server = request.server ?? (await (questions.serverOf ?? unanswered("where a prompt is"))("prompt", request.name));
      return gate({ server, tool: request.name, target: "prompt", args: request.args, signal });
    }
    case "load":
      return (questions.load ?? unanswered("handles"))(request.handle, owner, session);
  }
}

function unanswered(what: string): () => never {
  return () => {
    throw new CodemodeError("USAGE", `This executor was made without an answer to questions about ${what}.`);
  };
}

/** What reading a resource gives a program: the text where it is one text, one content where it is one, else all of them. */
function contentsOf({ contents }: ReadResourceResult): unknown {
  const [only, ...others] = contents;
  if (only === undefined || others.length > 0) return contents;
  return "text" in only ? only.text : only;
}
