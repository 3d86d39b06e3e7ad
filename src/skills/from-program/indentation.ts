import type MagicString from "magic-string";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Gives all lines in these ranges one indentation, keeping what they have beyond it; lines that are a string's text stay. */
export function reindent(
  edit: MagicString,
  code: string,
  ranges: readonly Range[],
  { strings, indent }: { readonly strings: readonly Range[]; readonly indent: string },
): void {
  const lines = ranges
    .flatMap(({ start, end }) => lineStarts(code, start, end))
    .filter((at) => !strings.some(({ start, end }) => start < at && at < end))
    .map((at) => ({ at, depth: depthOf(code, at) }))
    .filter(({ at, depth }) => at + depth < code.length && code[at + depth] !== "\n");
  const common = Math.min(...lines.map(({ depth }) => depth));
  for (const { at } of lines) {
    if (common > 0) edit.overwrite(at, at + common, indent);
    else edit.appendRight(at, indent);
  }
}

function lineStarts(code: string, start: number, end: number): number[] {
  const starts = start === 0 || code[start - 1] === "\n" ? [start] : [];
  for (let at = code.indexOf("\n", start); at !== -1 && at + 1 < end; at = code.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function depthOf(code: string, at: number): number {
  let depth = 0;
  while (code[at + depth] === " " || code[at + depth] === "\t") depth += 1;
  return depth;
}

/** The edited text of ranges as whole lines, without empty ones around it; what began within a line gets the indentation here. */
export function editedLines(edit: MagicString, code: string, ranges: readonly Range[], indent = ""): string {
  return ranges
    .map((range) => linesOf(edit, code, range, indent))
    .join("")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
}

function linesOf(edit: MagicString, code: string, { start, end }: Range, indent: string): string {
  const text = start === end ? "" : edit.slice(start, end);
  const isLine = start === 0 || code[start - 1] === "\n";
  if (!isLine && text.trim() === "") return "";
  const lines = isLine ? text : `${indent}${text.replace(/^[ \t]+/, "")}`;
  return lines === "" || lines.endsWith("\n") ? lines : `${lines}\n`;
}
