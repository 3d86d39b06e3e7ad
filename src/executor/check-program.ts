import type { CheckedModule, CheckReport, EarlierProgram, Finding, TypeChecker } from "../check/type-checker.ts";
import type { GuestMistake } from "../sandbox/messages.ts";
import type { ProcessModules } from "./modules/module-graph.ts";
import { declareForeignSkill } from "./modules/foreign-declarations.ts";
import { stripFence } from "./prepare/fence.ts";
import { positionAt } from "./prepare/position.ts";
import type { PreparedProgram } from "./prepare/prepare.ts";
import { underline } from "./prepare/syntax-error.ts";
import type { ExecutionError } from "./result.ts";
import type { ServerDeclarations } from "./server-declarations.ts";
import type { SessionTypes } from "./session-types.ts";

/** What is done about mistakes that are found before a program runs. */
export type CheckMode = "error" | "warn" | "off";

export interface CheckInput {
  readonly code: string;
  readonly program: PreparedProgram;
  /** The skills that it sees. */
  readonly modules: ProcessModules;
  readonly session: SessionTypes;
  readonly declarations: ServerDeclarations;
  /** The names of all servers. */
  readonly servers: readonly string[];
  readonly checker: TypeChecker;
}

/** Checks a program against what it can see: the servers and skills that it or an earlier program names, and the session's variables. */
export function checkProgram({ code, program, modules, session, declarations, servers, checker }: CheckInput): Promise<CheckReport> {
  const source = stripFence(code);
  const imported = /^generated\/servers\/(.+)$/s;
  for (const { specifier } of program.imports) {
    const server = imported.exec(specifier)?.[1];
    if (server !== undefined) session.servers.add(server);
  }
  for (const [specifier, { source: promised }] of modules.units) session.skills.set(specifier, { specifier, promised });
  for (const [specifier, { functions }] of modules.foreign)
    session.skills.set(specifier, { specifier, promised: declareForeignSkill(functions) });
  // A program that reaches servers by name at run time is linked to all; those that it does not name may be anything.
  const seen = servers.filter((server) => session.servers.has(server) || (program.dynamic && source.includes(server)));
  const usedBySkills = [...modules.units.values()].flatMap(({ prepared }) =>
    (prepared?.imports ?? []).flatMap(({ specifier }) => imported.exec(specifier)?.[1] ?? []),
  );
  const checked: CheckedModule[] = [...new Set([...seen, ...usedBySkills])]
    .filter((server) => servers.includes(server))
    .map((server) => declarations.of(server));
  return checker.check({
    source,
    names: program.names,
    earlier: session.seenBy({ source, names: program.names }),
    mayHaveOtherGlobals: program.reachesGlobals || session.reachesGlobals,
    loose: session.loose,
    modules: [...checked, ...session.skills.values()],
    servers,
  });
}

/** A program as later ones of its session see it. */
export function toEarlier(id: string, code: string, { names, exports }: PreparedProgram): EarlierProgram {
  return { id, source: stripFence(code), names, exported: exports };
}

/** The error for mistakes: the first is its message, all of them its detail. */
export function checkError(findings: readonly Finding[], code: string): ExecutionError {
  const source = stripFence(code);
  const places = findings.map((finding) => ({ ...positionAt(source, finding.start), message: finding.message }));
  return mistakesError("CHECK_FAILED", places, code);
}

/** {@link checkError} for mistakes whose places are known. */
export function mistakesError(
  errorCode: "CHECK_FAILED" | "SYNTAX",
  [first = { line: 1, column: 1, message: "" }, ...more]: readonly GuestMistake[],
  code: string,
): ExecutionError {
  const source = stripFence(code);
  const others = more.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}\n${underline(source, line, column)}`);
  return {
    kind: "check",
    code: errorCode,
    name: "CodemodeError",
    message: first.message,
    line: first.line,
    column: first.column,
    detail: [underline(source, first.line, first.column), ...others].join("\n"),
  };
}

/** A mistake that does not stop the program, as a warning. */
export function checkWarning({ severity, start, message }: Finding, code: string): string {
  const { line, column } = positionAt(stripFence(code), start);
  const reason = severity === "warning" ? "Judged by the results that were seen so far, line" : "Line";
  return `${reason} ${line}, column ${column}: ${message}`;
}
