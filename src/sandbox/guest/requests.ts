import type { GuestRequest, WireError } from "../messages.ts";
import { ToolError } from "./errors.ts";
import { checkArguments } from "./values.ts";
import { postLine } from "./wire.ts";

type WithoutId<Request> = Request extends unknown ? Omit<Request, "id"> : never;

type Answer = { readonly value: unknown } | { readonly error: WireError };

const waiting = new Map<number, (answer: Answer) => void>();
let lastId = 0;

/** Calls a tool of the host. The one path by which any binding reaches it. */
export async function callTool(server: string, tool: string, args: unknown): Promise<unknown> {
  if (args !== undefined && (typeof args !== "object" || args === null || Array.isArray(args))) {
    throw new TypeError(`${server}.${tool} takes one object of named arguments, for instance { key: value }.`);
  }
  checkArguments(args, "arguments");
  return ask({ kind: "call", server, tool, args: args ?? {} });
}

/** Sends a request and waits for its answer. */
export async function ask(request: WithoutId<GuestRequest>): Promise<unknown> {
  const id = (lastId += 1);
  const answer = await new Promise<Answer>((resolve) => {
    waiting.set(id, resolve);
    postLine(JSON.stringify({ ...request, id }));
  });
  // Made here and not where the answer arrives, so that its stack leads to the line of the program that awaits the call.
  if ("error" in answer) throw new ToolError(answer.error);
  return answer.value;
}

export function settle(id: number, answer: Answer): void {
  waiting.get(id)?.(answer);
  waiting.delete(id);
}
