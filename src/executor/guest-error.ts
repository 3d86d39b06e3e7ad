import type { WireError } from "../sandbox/messages.ts";
import type { PreparedProgram } from "./prepare/prepare.ts";
import { underline } from "./prepare/syntax-error.ts";
import type { ExecutionError } from "./result.ts";

/** The map from prepared to written positions of a program or skill. */
export type Locator = (file: string) => PreparedProgram["locate"] | undefined;

/** An error that nobody caught in the program, with its place in the code as written. */
export function toExecutionError(error: WireError, file: string, source: string, locator: Locator): ExecutionError {
  const stack = writtenStack(error.stack ?? "", locator);
  const first = stack.find((frame) => frame.file === file);
  const place = first === undefined ? {} : { line: first.line, column: first.column };
  const shown = stack.map((frame) => `    at ${frame.label}${frame.file === file ? "" : `${frame.file}:`}${frame.line}:${frame.column}`);
  const detail = [...(first ? [underline(source, first.line, first.column)] : []), ...(shown.length > 1 ? shown : [])].join("\n");
  return {
    kind: error.name === "ToolError" ? "tool" : "program",
    code: error.code ?? "PROGRAM_FAILED",
    name: error.name,
    message: error.message,
    ...place,
    ...(detail === "" ? {} : { detail }),
  };
}

/** The innermost place of an error in a skill's code as written. */
export function placeInSkill({ stack = "" }: WireError, locator: Locator): { readonly file: string; readonly line: number } | undefined {
  return writtenStack(stack, locator)[0];
}

interface Frame {
  readonly label: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The frames of a stack that lie in programs and skills, moved to the code as written; the runtime's own are left out. */
function writtenStack(stack: string, locator: Locator): Frame[] {
  const frames: Frame[] = [];
  for (const line of stack.split("\n").slice(0, MAX_FRAMES)) {
    const match =
      /^\s*at (?:(?:async )?(.*?) \()?(?:file:\/\/\/?)?((?:program-\d+|skills\/.+?)\.ts)(?:, <anonymous>)?:(\d+):(\d+)\)?$/.exec(line);
    if (!match) continue;
    const [, name = "", file = "", row, column] = match;
    const place = locator(file)?.({ line: Number(row), column: Number(column) });
    // Names under which only the wrapper is known say nothing.
    if (place) frames.push({ label: name === "" || name === "eval" ? "" : `${name} `, file, ...place });
  }
  return frames;
}

const MAX_FRAMES = 50;
