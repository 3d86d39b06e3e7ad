import { LineCounter, parseDocument } from "yaml";
import { CodemodeError } from "../errors.js";
/** @throws CodemodeError `SKILL_INVALID`, with the line of the text in `data`, where the YAML is broken or no mapping */
export function parseFrontMatter(text) {
  const match = /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/m.exec(text);
  if (match === null || match.index > 0) return { fields: {}, body: text };
  const before = text.slice(0, text.indexOf(match[1] ?? "", text.indexOf("---") + 3)).split("\n").length - 1;
  const lineCounter = new LineCounter();
  const document = parseDocument(match[1] ?? "", { lineCounter, schema: "core", prettyErrors: false });
  const [error] = document.errors;
  if (error) throw invalid(before + lineCounter.linePos(error.pos[0]).line, error.message);
  // Aliases could make a small text a large value.
  const fields = document.toJS({ maxAliasCount: 10 });
  if (fields === null) return { fields: {}, body: text.slice(match[0].length) };
  if (typeof fields !== "object" || Array.isArray(fields)) throw invalid(before + 1, "it is no mapping of keys to values");
  return { fields: fields, body: text.slice(match[0].length) };
}
function invalid(line, what) {
  return new CodemodeError("SKILL_INVALID", `Line ${line}: the front matter can't be read: ${what}`, { data: { line } });
}
