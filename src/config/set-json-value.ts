import { createScanner, findNodeAtLocation, parseTree, type Node } from "jsonc-parser";

/**
 * Puts a value at a path of objects in a JSON text with comments, or takes away what is there (`undefined`). Only the lines of that value change, and
 * the comma before it: neighbours, comments, indentation, line ends and commas at the end of a list stay as they are.
 */
export function setJsonValue(text: string, path: readonly string[], value: unknown): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (!root) return value === undefined ? text : `${print(nest(path, value), "  ", "\n")}\n`;
  let node = root;
  let depth = 0;
  for (; depth < path.length; depth += 1) {
    const below = findNodeAtLocation(node, [path[depth] ?? ""]);
    if (!below) break;
    node = below;
  }
  if (depth === path.length) return value === undefined ? remove(text, node.parent ?? node) : replace(text, node, value);
  if (value === undefined) return text;
  return insert(text, node, path[depth] ?? "", nest(path.slice(depth + 1), value));
}

function nest(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function replace(text: string, node: Node, value: unknown): string {
  return splice(text, node.offset, endOf(node), print(value, unitOf(text), eolOf(text) + indentAt(text, (node.parent ?? node).offset)));
}

function insert(text: string, object: Node, key: string, value: unknown): string {
  const [eol, unit] = [eolOf(text), unitOf(text)];
  const last = object.children?.at(-1);
  const first = object.children?.[0];
  if (!last || !first) {
    const outer = indentAt(text, object.offset);
    // Where there are comments they stay before it.
    const inner = text.slice(object.offset + 1, endOf(object) - 1).trimEnd();
    const property = `${JSON.stringify(key)}: ${print(value, unit, eol + outer + unit)}`;
    return splice(text, object.offset + 1, endOf(object) - 1, `${inner}${eol}${outer}${unit}${property}${eol}${outer}`);
  }
  const comma = commaBetween(text, endOf(last), endOf(object) - 1);
  const isInLines = text.slice(object.offset, first.offset).includes("\n");
  const indent = indentAt(text, first.offset);
  const property = `${JSON.stringify(key)}: ${isInLines ? print(value, unit, eol + indent) : print(value, " ", "\n").replaceAll(/\n\s*/g, " ")}`;
  const gap = isInLines ? eol + indent : " ";
  const before = comma === undefined ? `${text.slice(0, endOf(last))},` : text.slice(0, comma + 1);
  const after = text.slice(before.length - (comma === undefined ? 1 : 0));
  // What is said of the last one behind it on its line stays behind it.
  const rest = isInLines ? (/^(?:[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?)(?=\r?\n)/.exec(after)?.[0] ?? "") : "";
  return `${before}${rest}${gap}${property}${comma === undefined ? "" : ","}${after.slice(rest.length)}`;
}

function remove(text: string, property: Node): string {
  const siblings = property.parent?.children ?? [];
  const at = siblings.indexOf(property);
  const end = property.parent ? endOf(property.parent) - 1 : text.length;
  const next = siblings[at + 1];
  const comma = commaBetween(text, endOf(property), next?.offset ?? end);
  let [from, to] = [property.offset, comma === undefined ? endOf(property) : comma + 1];
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const lineRest = /^[ \t]*(\r?\n)?/.exec(text.slice(to)) ?? [""];
  if (text.slice(lineStart, from).trim() === "" && lineRest[1] !== undefined) [from, to] = [lineStart, to + lineRest[0].length];
  else if (next) to += lineRest[1] === undefined ? lineRest[0].length : 0;
  const removed = splice(text, from, to, "");
  const previous = siblings[at - 1];
  // The last one has a comma behind it only where it had before.
  if (next || !previous || comma !== undefined) return removed;
  const left = commaBetween(text, endOf(previous), property.offset);
  return left === undefined ? removed : splice(removed, left, left + 1, "");
}

/** Where the comma is between two places that have nothing else but comments. */
function commaBetween(text: string, from: number, to: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === "," && at < to ? at : undefined;
}

function print(value: unknown, unit: string, lineBreak: string): string {
  return JSON.stringify(value, null, unit).replaceAll("\n", lineBreak);
}

function splice(text: string, from: number, to: number, content: string): string {
  return text.slice(0, from) + content + text.slice(to);
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function eolOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** How far the first line within is moved in. */
function unitOf(text: string): string {
  return /^[^\n]*[{[]\s*?\n([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
}

/** The white space that the line of a place begins with. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))?.[0] ?? "";
}
