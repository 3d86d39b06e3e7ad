import { CodemodeError } from "../errors.ts";
import { placeInText } from "./place-in-text.ts";

/**
 * The text of a file, to the letter; a byte order mark stays in it. What is no UTF-8 would otherwise be read, and written back, as something else.
 * @throws CodemodeError `CONFIG_INVALID` naming file, line and column
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const { line, column } = placeOfFirstFault(bytes);
    throw new CodemodeError("CONFIG_INVALID", `${file}:${line}:${column}: this is no UTF-8. Correct the file at that place.`, {
      cause: error,
      data: { file, line, column },
    });
  }
}

function placeOfFirstFault(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  // A replacement character that is in the file itself has other bytes behind it.
  const loose = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(loose);
  const differs = again.findIndex((byte, index) => byte !== bytes[index]);
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(again.subarray(0, Math.max(differs, 0)));
  return placeInText(before, before.length);
}
