import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillTemplate, type Page } from "./page/fill-template.ts";
import { inPackage } from "./paths.ts";
import { readResults } from "./results.ts";

/** Writes docs/benchmarks.md and its plots anew. */
export function writePage(): void {
  const { markdown, plots } = renderPage();
  const folder = inPackage("docs/benchmarks");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, svg] of plots) writeFileSync(join(folder, file), svg);
  writeFileSync(inPackage("docs/benchmarks.md"), markdown);
}

/** Out of the template and all results that are stored. */
export function renderPage(): Page {
  const { markdown, plots } = fillTemplate(readTemplate(), readResults());
  return {
    markdown: `<!-- Written by \`npm run bench -- page\` out of bench/page/template.md and bench/results. -->\n\n${markdown}`,
    plots,
  };
}

export function readTemplate(): string {
  return readFileSync(inPackage("bench/page/template.md"), "utf8");
}
