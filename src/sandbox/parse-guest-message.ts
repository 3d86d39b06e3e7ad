import type { GuestLimit, GuestMessage, GuestMistake, Listed, OutputLevel, SkillArguments, SkillUse, WireError } from "./messages.ts";

/**
 * One line from the guest as a message, unknown fields dropped.
 * @throws Error saying what is wrong with the line; the caller ends the sandbox
 */
export function parseGuestMessage(line: string): GuestMessage {
  const message: unknown = JSON.parse(line);
  if (!isRecord(message)) throw new Error("a message must be a JSON object");
  if (message.kind === "ready") return { kind: "ready" };
  const run = count(message.run);
  switch (message.kind) {
    case "call":
      return {
        kind: "call",
        run,
        id: count(message.id),
        server: name(message.server),
        tool: name(message.tool),
        args: flat(message.args),
        ...(message.skill === undefined ? {} : { skill: name(message.skill) }),
      };
    case "skill":
      return {
        kind: "skill",
        run,
        id: count(message.id),
        skill: name(message.skill),
        function: name(message.function),
        ...skillArguments(message),
      };
    case "search":
      return {
        kind: "search",
        run,
        id: count(message.id),
        query: text(message.query, 10_000),
        ...(message.server === undefined ? {} : { server: name(message.server) }),
        limit: Math.min(count(message.limit), MAX_FOUND),
        offset: count(message.offset),
      };
    case "describe":
      return { kind: "describe", run, id: count(message.id), name: name(message.name) };
    case "list": {
      const what = listed.find((known) => known === message.what);
      if (!what) throw new Error("there is no such list");
      return {
        kind: "list",
        run,
        id: count(message.id),
        what,
        ...(message.server === undefined ? {} : { server: name(message.server) }),
        ...(message.query === undefined ? {} : { query: text(message.query, 10_000) }),
      };
    }
    case "read":
      return {
        kind: "read",
        run,
        id: count(message.id),
        uri: text(message.uri, MAX_URI_CHARACTERS),
        ...(message.server === undefined ? {} : { server: name(message.server) }),
      };
    case "prompt": {
      const { args } = message;
      if (!isRecord(args) || !Object.values(args).every((value) => typeof value === "string"))
        throw new Error("the arguments of a prompt must be texts");
      return {
        kind: "prompt",
        run,
        id: count(message.id),
        name: name(message.name),
        args: args as Record<string, string>,
        ...(message.server === undefined ? {} : { server: name(message.server) }),
      };
    }
    case "load":
      return { kind: "load", run, id: count(message.id), handle: name(message.handle) };
    case "progress":
      return {
        kind: "progress",
        run,
        progress: nonNegative(message.progress),
        ...(message.total === undefined ? {} : { total: nonNegative(message.total) }),
        ...(message.message === undefined ? {} : { message: text(message.message, MAX_PROGRESS_CHARACTERS) }),
      };
    case "show": {
      if (!Array.isArray(message.content) || message.content.length > MAX_SHOWN)
        throw new Error("content must be a list that is not too long");
      return { kind: "show", run, content: flat(message.content) as unknown[] };
    }
    case "servers":
      return { kind: "servers", run, id: count(message.id) };
    case "output": {
      const level = levels.find((known) => known === message.level);
      if (!level) throw new Error("unknown output level");
      return { kind: "output", run, level, text: text(message.text, Infinity), ...(message.partial === true ? partial : {}) };
    }
    case "wake":
      return { kind: "wake", run, ms: nonNegative(message.ms) };
    case "mistakes":
      return { kind: "mistakes", run, mistakes: mistakes(message.mistakes) };
    case "refused": {
      const [first, ...others] = mistakes(message.mistakes);
      if (!first || (message.code !== "SYNTAX" && message.code !== "CHECK_FAILED")) throw new Error("a refusal without its reason");
      return { kind: "refused", run, code: message.code, mistakes: [first, ...others] };
    }
    case "returned":
      return { kind: "returned", run, id: count(message.id), ...("value" in message ? { value: flat(message.value) } : {}) };
    case "threw":
      return { kind: "threw", run, id: count(message.id), error: wireError(message.error) };
    case "used":
      return { kind: "used", run, uses: list(message.uses, MAX_USES).map(skillUse) };
    case "done":
      return { kind: "done", run, ...("value" in message ? { value: flat(message.value) } : {}) };
    case "failed":
      return { kind: "failed", run, error: wireError(message.error) };
    case "exceeded": {
      const limit = guestLimits.find((known) => known === message.limit);
      if (!limit) throw new Error("unknown limit");
      return { kind: "exceeded", run, limit, ...(message.gently === true ? gently : {}) };
    }
    default:
      throw new Error("unknown kind of message");
  }
}

/**
 * A value that the host's own recursions can walk. The guest's runtime cuts at 200 levels.
 * @throws Error for one that is nested more deeply than any of the guest's runtime
 */
function flat(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw new Error("a value is nested too deeply");
  if (Array.isArray(value)) for (const item of value) flat(item, depth + 1);
  else for (const key in value) flat((value as Record<string, unknown>)[key], depth + 1);
  return value;
}

/** A rich value takes up to three levels of JSON for one of its own. */
const MAX_DEPTH = 1_000;

/** What one search of a program gives at most. */
const MAX_FOUND = 100;

const listed: readonly Listed[] = ["resources", "templates", "prompts"];
const MAX_URI_CHARACTERS = 10_000;
const MAX_PROGRESS_CHARACTERS = 4_000;
/** Blocks of one `show`. */
const MAX_SHOWN = 1_000;

const partial = { partial: true } as const;
const gently = { gently: true } as const;
const guestLimits: readonly GuestLimit[] = ["LIMIT_VALUE", "LIMIT_ARGUMENTS", "LIMIT_GUEST_TIME", "LIMIT_MEMORY", "LIMIT_OUTPUT"];
const levels: readonly OutputLevel[] = ["log", "info", "warn", "error", "debug"];

function wireError(value: unknown): WireError {
  if (!isRecord(value)) throw new Error("an error must be an object");
  const optional = (key: "code" | "server" | "tool" | "stack"): object =>
    typeof value[key] === "string" ? { [key]: value[key].slice(0, MAX_ERROR_CHARACTERS) } : {};
  // What the host alone may say: that a limit, a cancellation or the sandbox ended the program.
  if (typeof value.code === "string" && /^(?:LIMIT_|SANDBOX_|CANCELLED$)/.test(value.code))
    throw new Error("an error with a code of the host's");
  return {
    name: text(value.name, MAX_ERROR_CHARACTERS),
    message: text(value.message, Infinity).slice(0, MAX_ERROR_CHARACTERS),
    ...optional("code"),
    ...optional("server"),
    ...optional("tool"),
    ...optional("stack"),
    ...(isRecord(value.place)
      ? { place: { file: name(value.place.file), line: count(value.place.line), column: count(value.place.column) } }
      : {}),
  };
}

function mistakes(value: unknown): GuestMistake[] {
  return list(value, MAX_MISTAKES).map((each) => ({
    line: count(each.line),
    column: count(each.column),
    message: text(each.message, MAX_MISTAKE_CHARACTERS),
  }));
}

function skillArguments({ args, absent, named }: Record<string, unknown>): SkillArguments {
  if (!Array.isArray(args)) throw new Error("the arguments of a skill must be a list");
  if (absent !== undefined && !Array.isArray(absent)) throw new Error("absent arguments must be a list");
  if (named !== undefined && !isRecord(named)) throw new Error("named arguments must be an object");
  return {
    args: flat(args) as unknown[],
    ...(absent === undefined ? {} : { absent: absent.map(count) }),
    ...(named === undefined ? {} : { named: flat(named) as Record<string, unknown> }),
  };
}

function skillUse(use: Record<string, unknown>): SkillUse {
  return {
    skill: name(use.skill),
    function: name(use.function),
    calls: count(use.calls),
    failures: count(use.failures),
    ms: nonNegative(use.ms),
  };
}

function list(value: unknown, most: number): Record<string, unknown>[] {
  if (!Array.isArray(value) || value.length > most || !value.every(isRecord))
    throw new Error("a list is missing, too long or holds no objects");
  return value;
}

const MAX_USES = 1_000;

const MAX_MISTAKES = 100;
const MAX_MISTAKE_CHARACTERS = 4_000;

const MAX_ERROR_CHARACTERS = 64 * 1024;

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error("a number must be a whole number from 0");
  return value as number;
}

function nonNegative(value: unknown): number {
  if (typeof value !== "number" || !(value >= 0 && value < Infinity)) throw new Error("a number must be finite and not below 0");
  return value;
}

function name(value: unknown): string {
  return text(value, 1_000);
}

function text(value: unknown, maxCharacters: number): string {
  if (typeof value !== "string" || value.length > maxCharacters) throw new Error("a text is missing or too long");
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
