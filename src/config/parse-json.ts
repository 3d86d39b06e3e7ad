import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import { CodemodeError } from "../errors.ts";

/** JSON with comments and trailing commas. @throws CodemodeError `CONFIG_NOT_JSON` naming file, line and column */
export function parseJson(text: string, file: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return value;
  const before = text.slice(0, first.offset);
  const line = before.split("\n").length;
  const column = first.offset - before.lastIndexOf("\n");
  throw new CodemodeError(
    "CONFIG_NOT_JSON",
    `${file}:${line}:${column}: this is no JSON (${printParseErrorCode(first.error)}). Correct the file at that place.`,
    { data: { file, line, column } },
  );
}
