import type { GuestRequest, WireError } from "../messages.ts";
import { ToolError } from "./errors.ts";
import { checkArguments } from "./values.ts";
import { currentRun, post, postLine } from "./wire.ts";

type Question<Request> = Request extends unknown ? Omit<Request, "id" | "run"> : never;

type Answer = { readonly value: unknown } | { readonly error: WireError };

const waiting = new Map<number, (answer: Answer) => void>();
const { stringify } = JSON;
let lastId = 0;
let maxArgumentBytes = Infinity;
let asyncStacks = true;

/** The most that a call's arguments may take, as the host has said for this run. */
export function limitArguments(bytes: number): void {
  maxArgumentBytes = bytes;
}

/** See `Engine.asyncStacks`. */
export function useAsyncStacks(has: boolean): void {
  asyncStacks = has;
}

/**
 * Calls a tool of the host. The one path by which any binding reaches it.
 * @param skill whose code makes the call
 */
export async function callTool(server: string, tool: string, args: unknown, skill?: string): Promise<unknown> {
  if (args !== undefined && (typeof args !== "object" || args === null || Array.isArray(args))) {
    throw new TypeError(`${server}.${tool} takes one object of named arguments, for instance { key: value }.`);
  }
  if (server.length > MAX_NAME_CHARACTERS || tool.length > MAX_NAME_CHARACTERS)
    throw new TypeError(`There is no server or tool with a name of more than ${MAX_NAME_CHARACTERS} characters.`);
  checkArguments(args, "arguments");
  return ask({ kind: "call", server, tool, args: args ?? {}, ...(skill === undefined ? {} : { skill }) });
}

/** Sends a request and waits for its answer. */
export async function ask(request: Question<GuestRequest>): Promise<unknown> {
  const id = (lastId += 1);
  const asked = asyncStacks ? undefined : new Error().stack;
  const answer = await new Promise<Answer>((resolve) => {
    const json = stringify({ ...request, run: currentRun(), id });
    waiting.set(id, resolve);
    // Too long for the pipe as well: the host is told the reason instead.
    if (json.length > maxArgumentBytes + FRAME_CHARACTERS) post({ kind: "exceeded", run: currentRun(), limit: "LIMIT_ARGUMENTS" });
    else postLine(json);
  });
  if (!("error" in answer)) return answer.value;
  // Made here and not where the answer arrives, so that its stack leads to the line of the program that awaits the call.
  const error = answer.error.name === "ToolError" ? new ToolError(answer.error) : skillError(answer.error);
  if (asked !== undefined) Object.defineProperty(error, "stack", { value: asked, writable: true, configurable: true });
  throw error;
}

/** What a skill in another process threw, under the name that it has there. */
function skillError({ name, message }: WireError): Error {
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: name, writable: true, configurable: true });
  return error;
}

const MAX_NAME_CHARACTERS = 1_000;
/** What a request has beside its arguments: its kind, numbers, server and tool. */
const FRAME_CHARACTERS = 4_096;

export function settle(id: number, answer: Answer): void {
  waiting.get(id)?.(answer);
  waiting.delete(id);
}
