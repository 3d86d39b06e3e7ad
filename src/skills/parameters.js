import { splitList } from "../split-list.js";
/** The parameters in a list as written, without its brackets. */
export function parametersIn(list, language) {
  const parts = splitList(list, ",");
  return language === "python" ? pythonParameters(parts) : parts.map(typescriptParameter);
}
function pythonParameters(parts) {
  const found = [];
  let byName = false;
  for (const part of parts) {
    if (part === "/") continue;
    const [declared = "", ...defaults] = splitList(part, "=");
    const [written = "", ...annotation] = splitList(declared, ":");
    const [, stars = "", name = ""] = /^(\*{0,2})\s*(.*)$/s.exec(written) ?? [];
    const isRest = stars === "*";
    // What stands behind `*` is given by name alone.
    if (!(isRest && name === "")) {
      const kind = stars === "**" ? "keywords" : isRest ? "rest" : byName ? "keyword" : "positional";
      const optional = stars !== "" || defaults.length > 0;
      found.push({ name, kind, optional, ...(annotation.length === 0 ? {} : { type: annotation.join(":") }) });
    }
    if (isRest) byName = true;
  }
  return found;
}
function typescriptParameter(part, at) {
  const [declared = "", ...defaults] = splitList(part, "=");
  const [written = "", ...annotation] = splitList(declared, ":");
  const type = annotation.length === 0 ? {} : { type: annotation.join(": ") };
  if (written.startsWith("...")) return { name: written.slice(3).trim(), kind: "rest", optional: true, ...type };
  const optional = defaults.length > 0 || written.endsWith("?");
  const keys = keysOf(written) ?? keysOf(annotation.join(":"));
  const name = written.startsWith("{") || written.startsWith("[") ? `argument_${at + 1}` : written.replace(/\?$/, "").trim();
  return { name, kind: "positional", optional, ...type, ...(keys === undefined ? {} : { keys }) };
}
/** The names in `{ a, b = 1, c: d }` or `{ a: string; b?: number }`. */
function keysOf(text) {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  return splitList(inner, ",")
    .flatMap((each) => splitList(each, ";"))
    .flatMap((each) => /^(?:readonly\s+)?([\w$]+)/.exec(each)?.[1] ?? []);
}
