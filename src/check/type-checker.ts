import type { TypeModel } from "../bindings/type-model.ts";

/** A module that a program may import, as the check sees it. */
export interface CheckedModule {
  /** For instance `generated/servers/filesystem`. */
  readonly specifier: string;
  /** TypeScript: declarations of what is promised, or a skill's source. */
  readonly promised: string;
  /** The same with what was only observed of results; absent where there is nothing of the kind. */
  readonly observed?: string;
  /** The arguments of a binding by its identifier, for properties that are misspelt where the schema is open. */
  readonly parameters?: (identifier: string) => TypeModel | undefined;
}

/** A program that ran before in the same session. */
export interface EarlierProgram {
  /** Another for every program of this host. */
  readonly id: string;
  readonly source: string;
  /** What it declares at its top level. */
  readonly names: readonly string[];
  /** Those of them that it exports itself. */
  readonly exported: readonly string[];
}

export interface CheckRequest {
  /** TypeScript or JavaScript that parses. */
  readonly source: string;
  /** What it declares at its top level. */
  readonly names: readonly string[];
  /** Those whose variables it may mean, and those that they mean in turn; oldest first. */
  readonly earlier: readonly EarlierProgram[];
  /** Whether the session may have made global variables that no declaration shows. */
  readonly mayHaveOtherGlobals: boolean;
  /** Variables of the session whose type is not known any more. */
  readonly loose: readonly string[];
  readonly modules: readonly CheckedModule[];
  /** The servers that `servers.<name>` reaches, by name; those without a module are there and may be anything. */
  readonly servers: readonly string[];
}

/** A mistake in a program, before it has run. */
export interface Finding {
  /** `error`: surely a mistake. `warning`: one if results are as they were observed. */
  readonly severity: "error" | "warning";
  /** In UTF-16 code units from the start of the source. */
  readonly start: number;
  readonly length: number;
  /** What is wrong, what was expected, and the closest name. */
  readonly message: string;
}

export type CheckReport =
  | {
      readonly kind: "checked";
      /** In the order of their places. */
      readonly findings: readonly Finding[];
      /** Earlier variables that the program gives values of other types. */
      readonly loosened: readonly string[];
    }
  | { readonly kind: "skipped"; readonly why: string };

/** Checks programs before they run; never throws for what a program is. */
export interface TypeChecker {
  check(request: CheckRequest): Promise<CheckReport>;
}

/** Holds the one checker of this process for as long as somebody uses it. */
export interface TypeCheckerLease extends TypeChecker, AsyncDisposable {}

/** The checker of this process: started with the first check, kept warm for all, ended some seconds after the last user has gone. */
export function acquireTypeChecker(): TypeCheckerLease {
  users += 1;
  clearTimeout(closing);
  let released = false;
  return {
    async check(request) {
      shared ??= start();
      const service = await shared;
      return "why" in service ? { kind: "skipped", why: service.why } : service.check(request);
    },
    async [Symbol.asyncDispose]() {
      if (released) return;
      released = true;
      users -= 1;
      if (users === 0) closing = setTimeout(() => void close(), LINGER_MS).unref();
    },
  };
}

type Service = (TypeChecker & AsyncDisposable) | { readonly why: string };

let users = 0;
let shared: Promise<Service> | undefined;
let closing: NodeJS.Timeout | undefined;
const LINGER_MS = 5_000;

async function start(): Promise<Service> {
  try {
    const { TypeScriptService } = await import("./typescript-service.ts");
    return new TypeScriptService();
  } catch {
    return { why: 'the package "typescript" is not installed here (`npm install typescript@7.0.2`)' };
  }
}

async function close(): Promise<void> {
  const ending = shared;
  // Who comes while it ends gets another.
  shared = undefined;
  const service = await ending;
  if (service && !("why" in service)) await service[Symbol.asyncDispose]();
}
