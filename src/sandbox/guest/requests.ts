import type { GuestRequest, WireError } from "../messages.ts";
import { ToolError } from "./errors.ts";
import { checkArguments } from "./values.ts";
import { postLine } from "./wire.ts";

type WithoutId<Request> = Request extends unknown ? Omit<Request, "id"> : never;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const waiting = new Map<number, Waiting>();
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
export function ask(request: WithoutId<GuestRequest>): Promise<unknown> {
  const id = (lastId += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    postLine(JSON.stringify({ ...request, id }));
  });
}

export function settleResult(id: number, value: unknown): void {
  waiting.get(id)?.resolve(value);
  waiting.delete(id);
}

export function settleFailure(id: number, error: WireError): void {
  waiting.get(id)?.reject(new ToolError(error));
  waiting.delete(id);
}
