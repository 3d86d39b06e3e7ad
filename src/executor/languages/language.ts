import type { CheckReport } from "../../check/type-checker.ts";
import type { PreparedCode, ServerManifest, WireError } from "../../sandbox/messages.ts";
import type { Locator } from "../guest-error.ts";
import type { ModuleGraph, SkillReader } from "../modules/module-graph.ts";
import type { ExecutionError } from "../result.ts";
import type { Session } from "../session.ts";

/** The languages that programs are written in. */
export const languages = ["typescript", "python"] as const;

/** One of {@link languages}; JavaScript is TypeScript without types. */
export type Language = (typeof languages)[number];

/** A program with all that it needs to be there before it starts, besides its skills. */
export interface LinkedProgram {
  readonly servers: readonly ServerManifest[];
  /** Looks for mistakes before anything runs; a guest may look for itself as well. */
  check(): Promise<CheckReport>;
  /** Called when the program is let run: gives it a name in the session, which remembers what it declares. */
  admit(executionId: string, report: CheckReport): PreparedCode;
  /** An error that nobody caught in it, with its place in the code as written. */
  toError(error: WireError, file: string): ExecutionError;
}

/** How programs of one language are made ready. */
export interface LanguageSupport extends SkillReader {
  /**
   * @param graph where the skills that it imports are found
   * @throws CodemodeError for what is wrong with the program, with its place in `data`
   */
  link(code: string, session: Session, graph: ModuleGraph): Promise<LinkedProgram>;
  /** Where in a skill's code, as written, an error happened that it threw in a process of its own. */
  toSkillError(error: WireError, locator: Locator): { readonly file: string; readonly line: number } | undefined;
}
