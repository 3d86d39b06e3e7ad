/**
 * The wire: one JSON object per line, host to guest on standard input, guest to host on standard output. The guest is assumed to own its
 * process, so every {@link GuestMessage} is hostile input until {@link parseGuestMessage} has looked at it.
 */

/** A server's bindings: its name, and per tool the identifier in code and the original name. */
export interface ServerManifest {
  readonly server: string;
  readonly tools: readonly (readonly [identifier: string, name: string])[];
  /** What Python calls it: the module `generated.servers.<module>`. */
  readonly module?: string;
  /** What Python programs are checked against: one for each of `tools`, in their order. @default nothing is known */
  readonly signatures?: readonly ToolSignature[];
}

/** What a tool takes, as the Python guest checks it before a program runs. It never refuses what the tool's schema takes. */
export type ToolSignature = TypeSignature;

export type TypeSignature =
  | "any"
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "null"
  | "array"
  | "object"
  | { readonly is: readonly (string | number | boolean)[] }
  | { readonly items: TypeSignature }
  | { readonly anyOf: readonly TypeSignature[] }
  | { readonly allOf: readonly TypeSignature[] }
  | ObjectSignature;

export interface ObjectSignature {
  readonly required?: Readonly<Record<string, TypeSignature>>;
  readonly optional?: Readonly<Record<string, TypeSignature>>;
  /** What may stand beside these: nothing, or values of a type. @default anything, as the schema does not say */
  readonly extra?: "none" | TypeSignature;
}

/** A skill's or a program's prepared code, an expression that evaluates to an async function of the guest runtime. */
export interface PreparedCode {
  /** How stack frames name it; unique in the session. */
  readonly file: string;
  readonly code: string;
}

/** A module that programs import by name. */
export interface SkillModule extends PreparedCode {
  readonly specifier: string;
}

export type HostMessage =
  | {
      readonly kind: "run";
      readonly run: number;
      readonly program: PreparedCode;
      /** Servers whose bindings are new or have changed since the last run. */
      readonly servers: readonly ServerManifest[];
      readonly skills: readonly SkillModule[];
      /** What the guest says at once when it is exceeded; the host measures all the same. */
      readonly maxValueBytes: number;
      readonly maxArgumentBytes: number;
      readonly maxOutputBytes: number;
      /** What a guest that watches its own time goes by; one that doesn't is ended from outside. */
      readonly guestTimeMs: number;
      /** What a guest that checks programs itself does about mistakes that it finds before they run. */
      readonly check: "error" | "warn" | "off";
      /** How the value comes back: as JSON by the rules of docs/values.md, or by the codec of guest/codec.ts. */
      readonly values: "json" | "rich";
    }
  /** To a process that waits: do now what the first program would have to wait for. */
  | { readonly kind: "warm-up" }
  /** The time has come that the guest asked to be woken at. */
  | { readonly kind: "wake" }
  | { readonly kind: "result"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly error: WireError };

/** An error as it crosses the wire, in either direction. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly content?: readonly unknown[];
  readonly retryable?: boolean;
  /** The guest's stack, in positions of the prepared code; in Python a traceback of the code as written. */
  readonly stack?: string;
  /** Where in the code as written it happened, where the guest knows: the file, line and column from 1. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What the guest may ask of the host: a tool call, or one of the two questions about tools. `id` is unique in its run. */
export type GuestRequest = { readonly id: number; readonly run: number } & (
  | { readonly kind: "call"; readonly server: string; readonly tool: string; readonly args: unknown }
  | { readonly kind: "search"; readonly query: string }
  | { readonly kind: "describe"; readonly name: string }
);

/** A mistake that the guest found before it ran the program; line and column from 1. */
export interface GuestMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type OutputLevel = "log" | "info" | "warn" | "error" | "debug";

/** Every message but the first names the run that it belongs to; what comes late from an earlier one is dropped. */
export type GuestMessage =
  | { readonly kind: "ready" }
  | GuestRequest
  /** Text without the line break that ends it; `partial` where none does. */
  | { readonly kind: "output"; readonly run: number; readonly level: OutputLevel; readonly text: string; readonly partial?: true }
  /** A guest that waits for the host and nothing else asks to be woken: after so many milliseconds, instead of whenever it asked for before. */
  | { readonly kind: "wake"; readonly run: number; readonly ms: number }
  /** The program runs although it has these mistakes. */
  | { readonly kind: "mistakes"; readonly run: number; readonly mistakes: readonly GuestMistake[] }
  /** The program was not started. */
  | {
      readonly kind: "refused";
      readonly run: number;
      readonly code: "SYNTAX" | "CHECK_FAILED";
      readonly mistakes: readonly [GuestMistake, ...GuestMistake[]];
    }
  | { readonly kind: "done"; readonly run: number; readonly value?: unknown }
  | { readonly kind: "failed"; readonly run: number; readonly error: WireError }
  /** The guest itself found that a limit is reached. `gently`: it has ended the program, and the session can go on. */
  | { readonly kind: "exceeded"; readonly run: number; readonly limit: GuestLimit; readonly gently?: true };

/** The limits that a guest can find reached. */
export type GuestLimit = "LIMIT_VALUE" | "LIMIT_ARGUMENTS" | "LIMIT_GUEST_TIME" | "LIMIT_MEMORY" | "LIMIT_OUTPUT";

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
      return { kind: "call", run, id: count(message.id), server: name(message.server), tool: name(message.tool), args: flat(message.args) };
    case "search":
      return { kind: "search", run, id: count(message.id), query: text(message.query, 10_000) };
    case "describe":
      return { kind: "describe", run, id: count(message.id), name: name(message.name) };
    case "output": {
      const level = levels.find((known) => known === message.level);
      if (!level) throw new Error("unknown output level");
      return { kind: "output", run, level, text: text(message.text, Infinity), ...(message.partial === true ? partial : {}) };
    }
    case "wake":
      return { kind: "wake", run, ms: milliseconds(message.ms) };
    case "mistakes":
      return { kind: "mistakes", run, mistakes: mistakes(message.mistakes) };
    case "refused": {
      const [first, ...others] = mistakes(message.mistakes);
      if (!first || (message.code !== "SYNTAX" && message.code !== "CHECK_FAILED")) throw new Error("a refusal without its reason");
      return { kind: "refused", run, code: message.code, mistakes: [first, ...others] };
    }
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
  if (!Array.isArray(value) || value.length > MAX_MISTAKES) throw new Error("mistakes must be a list that is not too long");
  return value.map((each: unknown) => {
    if (!isRecord(each)) throw new Error("a mistake must be an object");
    return { line: count(each.line), column: count(each.column), message: text(each.message, MAX_MISTAKE_CHARACTERS) };
  });
}

const MAX_MISTAKES = 100;
const MAX_MISTAKE_CHARACTERS = 4_000;

const MAX_ERROR_CHARACTERS = 64 * 1024;

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new Error("a number must be a whole number from 0");
  return value as number;
}

function milliseconds(value: unknown): number {
  if (typeof value !== "number" || !(value >= 0)) throw new Error("a time must be a number from 0");
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
