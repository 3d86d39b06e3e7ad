/**
 * The wire: one JSON object per line, host to guest on standard input, guest to host on standard output. The guest is assumed to own its
 * process, so every {@link GuestMessage} is hostile input until `parseGuestMessage` has looked at it.
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

/** A module that programs import by name: its code, or stubs of what another process runs. */
export type SkillModule = SkillCode | SkillStub;

export interface SkillCode extends PreparedCode {
  readonly specifier: string;
}

/** A skill in the other language: its functions are called through the host. */
export interface SkillStub {
  readonly specifier: string;
  readonly functions: readonly SkillStubFunction[];
}

export interface SkillStubFunction {
  readonly name: string;
  readonly parameters: readonly SkillStubParameter[];
}

/** Parameters of Python have their kinds; those of TypeScript are all `positional`, the last may be `rest`. */
export interface SkillStubParameter {
  readonly name: string;
  readonly kind: "positional" | "rest" | "keyword" | "keywords";
  readonly optional: boolean;
  /** What an object that stands here is taken apart into, where the function says so. */
  readonly keys?: readonly string[];
}

/** A call of a skill's function: its arguments in their order, and those by name that Python has. */
export interface SkillArguments {
  readonly args: readonly unknown[];
  /** Positions in `args` at which nothing was given. */
  readonly absent?: readonly number[];
  readonly named?: Readonly<Record<string, unknown>>;
}

/** What a process is told with whatever it is to run. */
interface RunSettings {
  readonly run: number;
  /** Servers whose bindings are new or have changed since the last run. */
  readonly servers: readonly ServerManifest[];
  readonly skills: readonly SkillModule[];
  /** What the guest says at once when it is exceeded; the host measures all the same. */
  readonly maxValueBytes: number;
  readonly maxArgumentBytes: number;
  readonly maxOutputBytes: number;
  /** What a guest that watches its own time goes by; one that doesn't is ended from outside. */
  readonly guestTimeMs: number;
}

export type HostMessage =
  | ({
      readonly kind: "run";
      readonly program: PreparedCode;
      /** What a guest that checks programs itself does about mistakes that it finds before they run. */
      readonly check: "error" | "warn" | "off";
      /** How the value comes back: as JSON by the rules of docs/values.md, or by the codec of guest/codec.ts. */
      readonly values: "json" | "rich";
    } & RunSettings)
  /** A run with no program of its own: the guest answers each `invoke` until `end`, and is then done. */
  | ({ readonly kind: "serve" } & RunSettings)
  | ({ readonly kind: "invoke"; readonly id: number; readonly skill: string; readonly function: string } & SkillArguments)
  | { readonly kind: "end" }
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

/**
 * What the guest may ask of the host: a tool call, a call of a skill in the other language, or one of the questions about tools. `id` is
 * unique in its run.
 */
export type GuestRequest = { readonly id: number; readonly run: number } & (
  | {
      readonly kind: "call";
      readonly server: string;
      readonly tool: string;
      readonly args: unknown;
      /** The skill whose code makes the call: `skills/<name>`. */
      readonly skill?: string;
    }
  | ({ readonly kind: "skill"; readonly skill: string; readonly function: string } & SkillArguments)
  | { readonly kind: "search"; readonly query: string; readonly server?: string; readonly limit: number; readonly offset: number }
  | { readonly kind: "describe"; readonly name: string }
  | { readonly kind: "list"; readonly what: Listed; readonly server?: string; readonly query?: string }
  | { readonly kind: "read"; readonly uri: string; readonly server?: string }
  | { readonly kind: "prompt"; readonly name: string; readonly args: Readonly<Record<string, string>>; readonly server?: string }
  | { readonly kind: "load"; readonly handle: string }
  | { readonly kind: "servers" }
);

/** What servers have besides tools. */
export type Listed = "resources" | "templates" | "prompts";

/** A mistake that the guest found before it ran the program; line and column from 1. */
export interface GuestMistake {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** How often a function of a skill was called in a run by code outside the skill. */
export interface SkillUse {
  readonly skill: string;
  readonly function: string;
  readonly calls: number;
  /** Calls that threw. */
  readonly failures: number;
  /** From the starts to the ends of all, waiting included. */
  readonly ms: number;
}

export type OutputLevel = "log" | "info" | "warn" | "error" | "debug";

/** Every message but the first names the run that it belongs to; what comes late from an earlier one is dropped. */
export type GuestMessage =
  | { readonly kind: "ready" }
  | GuestRequest
  /** Text without the line break that ends it; `partial` where none does. */
  | { readonly kind: "output"; readonly run: number; readonly level: OutputLevel; readonly text: string; readonly partial?: true }
  /** How far the program is, by its own words. */
  | { readonly kind: "progress"; readonly run: number; readonly progress: number; readonly total?: number; readonly message?: string }
  /** Content for the user and the model: blocks as MCP has them, if they are right. */
  | { readonly kind: "show"; readonly run: number; readonly content: readonly unknown[] }
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
  /** The end of one `invoke`. */
  | { readonly kind: "returned"; readonly run: number; readonly id: number; readonly value?: unknown }
  | { readonly kind: "threw"; readonly run: number; readonly id: number; readonly error: WireError }
  /** Comes at most once, before the end. */
  | { readonly kind: "used"; readonly run: number; readonly uses: readonly SkillUse[] }
  | { readonly kind: "done"; readonly run: number; readonly value?: unknown }
  | { readonly kind: "failed"; readonly run: number; readonly error: WireError }
  /** The guest itself found that a limit is reached. `gently`: it has ended the program, and the session can go on. */
  | { readonly kind: "exceeded"; readonly run: number; readonly limit: GuestLimit; readonly gently?: true };

/** The limits that a guest can find reached. */
export type GuestLimit = "LIMIT_VALUE" | "LIMIT_ARGUMENTS" | "LIMIT_GUEST_TIME" | "LIMIT_MEMORY" | "LIMIT_OUTPUT";
