import { applyEdits, modify, type JSONPath } from "jsonc-parser";
import { editFile } from "./edit-file.ts";
import { parseJson } from "./parse-json.ts";
import { setJsonValue } from "./set-json-value.ts";

/** A value at a place in a JSON file; `undefined` takes away what is there, `insert` puts it into a list, where -1 is the end. */
export interface ConfigEdit {
  readonly path: JSONPath;
  readonly value: unknown;
  readonly insert?: boolean;
}

/**
 * Changes values in a JSON file of the user's: comments, line ends, the layout of what does not
 * change, the file's mode and a link that it is stay as they are. A file that is no JSON
 * is left alone, and so is one that a failure meets.
 * @param edits what to change, by what is in it now; none leave the file alone
 * @param options.create what a file that is not there begins as; it gets the mode 0600. @default that is an error
 * @throws CodemodeError `CONFIG_NOT_FOUND`, `CONFIG_NOT_JSON`, `CONFIG_INVALID` where it can't be written, `BUSY`
 */
export async function editConfig(
  file: string,
  edits: (now: unknown) => readonly ConfigEdit[],
  { create }: { readonly create?: string } = {},
): Promise<ChangedConfig> {
  let before: unknown;
  let changed = "";
  await editFile(
    file,
    ({ text }) => {
      before = parseJson(text, file);
      changed = editJson(text, file, edits(before));
      return changed;
    },
    create,
  );
  return { before, after: parseJson(changed, file) };
}

/** What a config said, and what it says now. */
export interface ChangedConfig {
  readonly before: unknown;
  readonly after: unknown;
}

/** Values changed in a JSON text, everything else to the letter. @throws CodemodeError `CONFIG_NOT_JSON` where the result is none */
export function editJson(text: string, file: string, edits: readonly ConfigEdit[]): string {
  const formattingOptions = formattingOf(text);
  let changed = text;
  for (const { path, value, insert = false } of edits)
    changed = isOfObjects(path)
      ? setJsonValue(changed, path, value)
      : applyEdits(changed, modify(changed, [...path], value, { isArrayInsertion: insert, formattingOptions }));
  // What we write others must be able to read.
  parseJson(changed, file);
  return changed;
}

function isOfObjects(path: JSONPath): path is string[] {
  return path.every((key) => typeof key === "string");
}

/** As the file is written: its line ends, and how far its first line within is moved in. */
function formattingOf(text: string): { readonly eol: string; readonly insertSpaces: boolean; readonly tabSize: number } {
  const [, indent = "  "] = /^[^\n]*\n([ \t]+)\S/.exec(text) ?? [];
  return {
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
  };
}
