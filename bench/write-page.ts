import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillTemplate } from "./page/fill-template.ts";
import { inPackage } from "./paths.ts";
import { readResults } from "./results.ts";

/** Writes docs/benchmarks.md and its plots anew, from all results that are stored. */
export function writePage(): void {
  const { markdown, plots } = fillTemplate(readFileSync(templateFile, "utf8"), readResults());
  const folder = inPackage("docs/benchmarks");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, svg] of plots) writeFileSync(join(folder, file), svg);
  writeFileSync(
    inPackage("docs/benchmarks.md"),
    `<!-- Written by \`npm run bench\` from bench/page/template.md and bench/results. -->\n\n${markdown}`,
  );
}

export const templateFile = inPackage("bench/page/template.md");
