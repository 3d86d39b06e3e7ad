import { isDeepStrictEqual } from "node:util";
import { parse, patch, stringify } from "@decimalturn/toml-patch";
import { editJson } from "../config/edit-config.ts";
import { parseJson } from "../config/parse-json.ts";
import { placeInText } from "../config/place-in-text.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import { isRecord } from "../is-record.ts";

/** What can be done with a client's file, whatever its format; what is not asked for stays to the letter. */
export interface DocumentFormat {
  /** @throws CodemodeError `CONFIG_NOT_JSON`, `CONFIG_INVALID` naming file, line and column */
  readonly parse: (text: string, file: string) => unknown;
  /** Puts a table's entry there, in the place of one of that name; `undefined` takes it away. @throws CodemodeError `CONFIG_INVALID` */
  readonly set: (text: string, file: string, path: readonly (string | number)[], value: unknown) => string;
}

const json: DocumentFormat = {
  // Editors make empty files.
  parse: (text, file) => (isEmpty(text) ? {} : parseJson(text, file)),
  set(text, file, path, value) {
    const now = isEmpty(text) ? "{}\n" : text;
    return editJson(now, file, [{ path: [...path], value }]);
  },
};

const toml: DocumentFormat = {
  parse(text, file) {
    try {
      return parse(text);
    } catch (error) {
      throw notToml(text, file, error);
    }
  },
  set(text, file, path, value) {
    const removed =
      value === undefined || has(toml.parse(text, file), path) ? patch(text, changed(toml.parse(text, file), path, undefined)) : text;
    if (value === undefined) return removed;
    const eol = text.includes("\r\n") ? "\r\n" : "\n";
    const table = isRecord(value) ? tomlTable(path, value).replaceAll(/\r?\n/g, eol) : "";
    const gap = removed === "" || removed.endsWith(`${eol}${eol}`) ? "" : removed.endsWith(eol) ? eol : eol + eol;
    const appended = removed + gap + table;
    return means(appended, changed(toml.parse(removed, file), path, value))
      ? appended
      : patch(removed, changed(toml.parse(removed, file), path, value));
  },
};

/** Each format, its edits looked at again: what is written says what was meant and nothing else. */
export const formats: Readonly<Record<"json" | "toml", DocumentFormat>> = { json: checked(json), toml: checked(toml) };

function checked(format: DocumentFormat): DocumentFormat {
  return {
    parse: format.parse,
    set(text, file, path, value) {
      const before = format.parse(text, file);
      assertObjects(before, path, file);
      if (value === undefined && !has(before, path)) return text;
      const after = format.set(text, file, path, value);
      if (!isDeepStrictEqual(plain(format.parse(after, file)), plain(changed(before, path, value))))
        throw new CodemodeError(
          "CONFIG_INVALID",
          `${file}: "${path.join(".")}" can't be changed without changing more. It is as it was; change it by hand.`,
        );
      return after;
    },
  };
}

/** A key on the way that holds something else than an object is somebody's mistake, and not ours to write over. */
function assertObjects(document: unknown, path: readonly (string | number)[], file: string): void {
  let value: unknown = document;
  for (const [index, key] of path.entries()) {
    if (value === undefined) return;
    if (!isRecord(value))
      throw new CodemodeError(
        "CONFIG_INVALID",
        `${file}: ${index === 0 ? "the file" : `"${path.slice(0, index).join(".")}"`} is no object. Correct it first.`,
      );
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
}

/** What is at a path of a document; `undefined` where nothing is. */
export function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  let value = document;
  for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function has(document: unknown, path: readonly (string | number)[]): boolean {
  return valueAt(document, path) !== undefined;
}

function changed(document: unknown, [key = "", ...rest]: readonly (string | number)[], value: unknown): Record<string, unknown> {
  const { ...copy } = isRecord(document) ? document : {};
  if (rest.length > 0) copy[key] = changed(copy[key], rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

function means(text: string, document: unknown): boolean {
  try {
    return isDeepStrictEqual(plain(parse(text)), plain(document));
  } catch {
    return false;
  }
}

/** Objects of one kind, and no fields that are `undefined`. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  // Dates of TOML, and whatever else is no plain object, by how they are written.
  if (!isPlain(value)) return String(value);
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plain(inner)]])));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A table of its own, and one for each object in it: what people write, and what every version of the format has. */
function tomlTable(path: readonly (string | number)[], value: Readonly<Record<string, unknown>>): string {
  const [tables, others] = [true, false].map((wanted) => Object.entries(value).filter(([, inner]) => isRecord(inner) === wanted));
  const head = `[${path.map(tomlKey).join(".")}]\n${stringify(Object.fromEntries(others ?? [])).trim()}`.trim();
  return [`${head}\n`, ...(tables ?? []).map(([key, inner]) => tomlTable([...path, key], inner as Record<string, unknown>))].join("\n");
}

function tomlKey(key: string | number): string {
  return /^[\w-]+$/.test(String(key)) ? String(key) : JSON.stringify(String(key));
}

function isEmpty(text: string): boolean {
  return text.trim() === "";
}

function notToml(text: string, file: string, error: unknown): CodemodeError {
  const { line, column } = error as { line?: unknown; column?: unknown };
  const place = typeof line === "number" && typeof column === "number" ? { line, column: column + 1 } : placeInText(text, text.length);
  const why = messageOf(error).split("\n").at(-1) ?? "";
  return new CodemodeError(
    "CONFIG_INVALID",
    `${file}:${place.line}:${place.column}: this is no TOML (${why}). Correct the file at that place.`,
    {
      cause: error,
      data: { file, ...place },
    },
  );
}
