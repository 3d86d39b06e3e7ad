// The process in which long programs are parsed: the parser is native code, and a program nested deeply enough ends its process.
import { CodemodeError, messageOf } from "../../errors.ts";
import { parseProgram } from "./prepare.ts";
import type { ParseAnswer, ParseRequest } from "./preparer.ts";

process.on("message", (request: ParseRequest) => process.send?.(answer(request)));
process.on("disconnect", () => process.exit(0));

function answer({ text, kind, earlier }: ParseRequest): ParseAnswer {
  try {
    return { program: parseProgram(text, kind, earlier) };
  } catch (error) {
    if (error instanceof CodemodeError) return { error: { code: error.code, message: error.message, data: error.data } };
    return { crashed: messageOf(error) };
  }
}
