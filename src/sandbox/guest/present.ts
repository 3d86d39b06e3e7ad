import { toValueJson } from "./values.ts";
import { currentRun, flush, post, postLine } from "./wire.ts";

const { parse, stringify } = JSON;
let maxContentBytes = Infinity;

/** The most that one `show` may take, as the host has said for this run. */
export function limitContent(bytes: number): void {
  maxContentBytes = bytes;
}

/** `progress(done, total?, message?)`: tells the user how far the program is. */
export function progress(done: number, total?: number | null, message?: string | null): void {
  post({
    kind: "progress",
    run: currentRun(),
    progress: amount("done", done),
    ...(total === undefined || total === null ? {} : { total: amount("total", total) }),
    ...(message === undefined || message === null ? {} : { message: String(message).slice(0, MAX_MESSAGE_CHARACTERS) }),
  });
  flush();
}

/**
 * `show(...content)`: hands content to the user and the model: a content block of MCP, whose `data` or `blob` may also be bytes; a list of
 * them; a text; a list of records, which becomes a table; anything else as JSON.
 */
export function show(...content: unknown[]): void {
  const blocks = content.flatMap((each) => (isBlocks(each) ? each.map(toBlock) : [toBlock(each)]));
  const json = stringify({ kind: "show", run: currentRun(), content: blocks });
  if (json.length > maxContentBytes)
    throw new RangeError(
      `One show() takes at most ${maxContentBytes} characters of JSON, and this has ${json.length}. Show less, or in pieces.`,
    );
  postLine(json);
  flush();
}

type Block = Readonly<Record<string, unknown>>;

function isBlocks(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isBlock);
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && "type" in value && BLOCKS.has(value.type as string);
}

function toBlock(value: unknown): Block {
  if (typeof value === "string") return { type: "text", text: value };
  if (!isBlock(value)) return { type: "text", text: table(value) ?? toValueJson(value) ?? "undefined" };
  switch (value.type) {
    case "image":
    case "audio":
      if (typeof value.mimeType !== "string")
        throw new TypeError(`An ${value.type} needs its mimeType, for instance "${MIME[value.type]}".`);
      return { ...value, data: base64("data", value.data) };
    case "resource": {
      const { resource } = value as { resource?: Block };
      if (typeof resource?.uri !== "string")
        throw new TypeError("A resource needs { resource: { uri, text } } or { resource: { uri, blob } }.");
      return { ...value, resource: "blob" in resource ? { ...resource, blob: base64("blob", resource.blob) } : resource };
    }
    case "resource_link":
      if (typeof value.uri !== "string" || typeof value.name !== "string")
        throw new TypeError("A resource_link needs its uri and its name.");
      return value;
    default:
      return { ...value, text: String(value.text) };
  }
}

function base64(property: string, data: unknown): string {
  if (data instanceof ArrayBuffer) return base64(property, new Uint8Array(data));
  if (ArrayBuffer.isView(data)) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    let binary = "";
    for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    return btoa(binary);
  }
  if (typeof data !== "string" || data.length % 4 !== 0 || /[^A-Za-z0-9+/=]/.test(data))
    throw new TypeError(`${property} must be bytes (a Uint8Array) or Base64 text.`);
  return data;
}

/** Records as a table in Markdown. */
function table(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const rows = parse(toValueJson(value) as string) as unknown[];
  if (!rows.every((row) => typeof row === "object" && row !== null && !Array.isArray(row))) return undefined;
  const columns = [...new Set((rows as Block[]).flatMap((row) => Object.keys(row)))];
  if (columns.length === 0 || columns.length > MAX_COLUMNS) return undefined;
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cell = (item: unknown): string => {
    const text = item === undefined || item === null ? "" : typeof item === "object" ? stringify(item) : String(item as string);
    return text.replaceAll("|", "\\|").replaceAll(/\r?\n/g, " ");
  };
  return [
    line(columns.map(cell)),
    line(columns.map(() => "---")),
    ...(rows as Block[]).map((row) => line(columns.map((column) => cell(Object.hasOwn(row, column) ? row[column] : undefined)))),
  ].join("\n");
}

function amount(name: string, value: unknown): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) throw new TypeError(`progress takes a number from 0 as ${name}, not ${String(value)}.`);
  return number;
}

const BLOCKS: ReadonlySet<string> = new Set(["text", "image", "audio", "resource", "resource_link"]);
const MIME: Readonly<Record<string, string>> = { image: "image/png", audio: "audio/wav" };
const MAX_MESSAGE_CHARACTERS = 4_000;
const MAX_COLUMNS = 50;
