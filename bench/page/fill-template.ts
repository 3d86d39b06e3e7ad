import { itemsText, chunksOf, titleText } from "../markdown/item-text.ts";
import { machineText } from "../machine.ts";
import { matrix } from "../markdown/matrix.ts";
import { tableText } from "../markdown/table.ts";
import { plotSvg } from "../plot/plot-svg.ts";
import type { Plot, Table } from "../report.ts";
import type { Result } from "../results.ts";
import { contents } from "./contents.ts";

export interface Page {
  readonly markdown: string;
  /** The plots that it shows, by file name. */
  readonly plots: ReadonlyMap<string, string>;
}

/**
 * Puts results in the place of markers, each on a line of its own:
 *
 * - `{{ table SUITE/GROUP }}`: the first table of a group
 * - `{{ matrix SUITE/GROUP }}`: its first rows of several subjects, side by side
 * - `{{ plots SUITE/GROUP }}`: all its plots
 * - `{{ group SUITE/GROUP }}`: all that it gave, without the plots
 * - `{{ contents }}`: links to the headings below
 *
 * @throws where a marker is none of these
 */
export function fillTemplate(template: string, results: readonly Result[]): Page {
  const plots = new Map<string, string>();
  const filled = template.replaceAll(/^\{\{ (\w+) (\S+) \}\}$/gm, (_, kind: string, place: string) => {
    const result = results.find(({ suite, group }) => `${suite}/${group}` === place);
    const [suite, group] = place.split("/");
    if (!result) return `*Not measured yet: \`npm run bench -- ${suite} --only ${group}\`.*`;
    if (kind !== "plots") return part(kind, result).trimEnd();
    const shown = result.items.filter((item) => item.kind === "plot");
    for (const plot of shown) {
      if (plots.has(fileOf(plot))) throw new Error(`Two plots have the name "${plot.name}".`);
      plots.set(fileOf(plot), plotSvg(plot));
    }
    return shown.map((plot) => `![${plot.title}](benchmarks/${fileOf(plot)})`).join("\n\n");
  });
  return { markdown: contents(filled), plots };
}

/** Where, when and with what it was measured. */
export function provenance({ date, seconds, machine, items }: Result): string {
  const runs = items.flatMap((item) => (item.kind === "measured" ? [item.runs] : []));
  const [least, most] = [Math.min(...runs), Math.max(...runs)];
  const counted = runs.length === 0 ? "" : ` ${least === most ? least : `${least} to ${most}`} runs of each.`;
  return `<sub>${date.slice(0, 10)}, ${seconds} s.${counted} ${machineText(machine).replaceAll("\n", " ")}</sub>`;
}

function part(kind: string, result: Result): string {
  const about = `\n${provenance(result)}\n`;
  if (kind === "group") return `${itemsText(result.items)}${about}`;
  if (kind === "table") {
    const table = result.items.find((item): item is Table => item.kind === "table");
    return table ? `${titleText(table)}\n${tableText(table.columns, table.rows)}${about}` : "";
  }
  if (kind === "matrix") {
    const chunk = chunksOf(result.items).find((each) => each.kind === "matrix");
    return chunk ? `${matrix(chunk.rows)}${about}` : "";
  }
  throw new Error(`The template has a marker of an unknown kind, "${kind}".`);
}

function fileOf({ name }: Plot): string {
  return `${name}.svg`;
}
