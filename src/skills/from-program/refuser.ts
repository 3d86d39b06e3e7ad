import { CodemodeError } from "../../errors.ts";
import { positionAt } from "../../executor/prepare/position.ts";
import { underline } from "../../executor/prepare/syntax-error.ts";

/** Makes the error that says why a program can't become a function, and at which offset of its code. */
export type Refuse = (offset: number, why: string) => CodemodeError;

export function refuser(name: string, code: string): Refuse {
  return (offset, why) => {
    const { line, column } = positionAt(code, offset);
    return new CodemodeError("SKILL_INVALID", `The program can't become the function "${name}": line ${line}, column ${column}: ${why}.`, {
      data: { line, column, detail: underline(code, line, column) },
    });
  };
}
