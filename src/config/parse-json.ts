import { parse, printParseErrorCode, visit, type ParseError } from "jsonc-parser";
import { CodemodeError, messageOf } from "../errors.ts";
import { placeInText } from "./place-in-text.ts";

/**
 * JSON with comments and trailing commas. A name that stands twice in one object is an error, too: one of the two would be lost without a word.
 * @throws CodemodeError `CONFIG_NOT_JSON` naming file, line and column
 */
export function parseJson(text: string, file: string): unknown {
  const errors: ParseError[] = [];
  // A byte order mark is none of the JSON.
  const json = text.replace(/^\uFEFF/, " ");
  let value: unknown;
  let lost: { readonly name: string; readonly offset: number } | undefined;
  try {
    value = parse(json, errors, { allowTrailingComma: true });
    lost = lostName(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CodemodeError("CONFIG_NOT_JSON", `${file}: it is nested too deeply (${messageOf(error)}).`, { cause: error, data: { file } });
  }
  const [first] = errors;
  if (first) throw notJson(text, file, first.offset, `this is no JSON (${printParseErrorCode(first.error)})`);
  if (lost) throw notJson(text, file, lost.offset, `the name ${JSON.stringify(lost.name)} stands twice here, or can't be one`);
  return value;
}

/** The first name that a plain object does not keep: one that the same object has already, and the one that sets its prototype. */
function lostName(text: string): { readonly name: string; readonly offset: number } | undefined {
  const open: Set<string>[] = [];
  let found: { readonly name: string; readonly offset: number } | undefined;
  visit(
    text,
    {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty(name, offset) {
        const names = open.at(-1);
        if (names?.has(name) || name === "__proto__") found ??= { name, offset };
        names?.add(name);
      },
    },
    { allowTrailingComma: true },
  );
  return found;
}

function notJson(text: string, file: string, offset: number, why: string): CodemodeError {
  const { line, column } = placeInText(text, offset);
  return new CodemodeError("CONFIG_NOT_JSON", `${file}:${line}:${column}: ${why}. Correct the file at that place.`, {
    data: { file, line, column },
  });
}
