// Prints the table of `src/search/common-terms.ts`: in how many of a thousand tools of the pool a term occurs. `node bench/.out/search/common-terms.js`
import { inPackage } from "../paths.ts";
import { readTools } from "./sets.ts";

const { toTerms } = (await import(inPackage("dist/search/terms.js"))) as typeof import("../../dist/search/terms.js");
const { toolDocument } = (await import(inPackage("dist/search/tool-document.js"))) as typeof import("../../dist/search/tool-document.js");

/** Terms in fewer tools are left out. */
const RARE = 15;
const MAX_LINE = 115;

const tools = readTools(inPackage("bench/search/data/toucan_pool"));
const counts = new Map<string, number>();
for (const { server, name, description, schema } of tools) {
  const document = toolDocument({ server, name, description, inputSchema: schema, annotations: {} });
  const texts = [name, description, ...document.parameters, ...document.parameterDocs, ...document.enumValues];
  for (const term of new Set(texts.flatMap(toTerms))) if (/^[a-z]{2,}$/.test(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
}
const byShare = new Map<number, string[]>();
for (const [term, count] of counts) {
  if (count < RARE) continue;
  const exact = Math.max(3, Math.round((count / tools.length) * 1_000));
  // Of common terms a rough figure is enough.
  const share = exact < 20 ? exact : Math.round(exact / 5) * 5;
  byShare.set(share, [...(byShare.get(share) ?? []), term]);
}
for (const [share, terms] of [...byShare].toSorted(([a], [b]) => b - a)) {
  let line = "";
  for (const term of terms.toSorted()) {
    if (line.length + term.length >= MAX_LINE) {
      print(share, line);
      line = "";
    }
    line = line === "" ? term : `${line} ${term}`;
  }
  print(share, line);
}

function print(share: number, terms: string): void {
  process.stdout.write(`  [${share}, "${terms}"],\n`);
}
