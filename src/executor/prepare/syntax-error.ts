import { CodemodeError } from "../../errors.ts";
import { positionAt, type Position } from "./position.ts";

/** What oxc says of a mistake; offsets count UTF-16 code units. */
export interface SyntaxProblem {
  readonly message: string;
  readonly labels: readonly { readonly start: number; readonly end: number }[];
  readonly helpMessage?: string | null;
}

/** `SYNTAX` with line, column, the offending line and a caret under the place. */
export function syntaxError(source: string, problem: SyntaxProblem): CodemodeError {
  const help = problem.helpMessage ? ` ${problem.helpMessage}` : "";
  return syntaxErrorAt(source, positionAt(source, problem.labels[0]?.start ?? 0), `${problem.message}.${help}`);
}

/** `SYNTAX` at a place that is known already. */
export function syntaxErrorAt(source: string, { line, column }: Position, message: string): CodemodeError {
  return new CodemodeError("SYNTAX", message, { data: { line, column, detail: underline(source, line, column) } });
}

/** The line and a caret below the column; a very long line is cut to what stands around it. */
export function underline(source: string, line: number, column: number): string {
  const text = source.split("\n")[line - 1] ?? "";
  const from = Math.max(0, column - 60);
  const shown = text.slice(from, from + 120).replaceAll("\t", " ");
  return `${shown}\n${" ".repeat(column - 1 - from)}^`;
}
