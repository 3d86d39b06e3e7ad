import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rowOf } from "../../../bench/measure.ts";
import { fillTemplate } from "../../../bench/page/fill-template.ts";
import { inPackage } from "../../../bench/paths.ts";
import type { Item, Plot } from "../../../bench/report.ts";
import { readResults } from "../../../bench/results.ts";
import { suites } from "../../../bench/suites.ts";
import { readTemplate, renderPage } from "../../../bench/write-page.ts";
import { resultOf } from "../result-of.ts";

const plot: Plot = {
  kind: "plot",
  name: "some-plot",
  title: "Some plot",
  x: { label: "x" },
  y: { label: "y" },
  lines: [
    {
      name: "one",
      points: [
        [1, 2],
        [2, 3],
      ],
    },
  ],
};
const items: Item[] = [
  {
    kind: "table",
    title: "Wins and losses. Tokens.",
    columns: ["task", "says"],
    rows: [
      ["a", "program loses"],
      ["b", "program wins"],
    ],
  },
  rowOf({ what: "figure", subject: "ours" }, [1, 2, 3]),
  { kind: "text", text: "A paragraph." },
  plot,
];

test("the page in the repository is what the stored results give", () => {
  const { markdown, plots } = renderPage();
  expect(readFileSync(inPackage("docs/benchmarks.md"), "utf8")).toBe(markdown);
  expect(readdirSync(inPackage("docs/benchmarks")).toSorted()).toEqual([...plots.keys()].toSorted());
});

test("where code mode loses stands beside where it wins, before all else", () => {
  const { markdown } = renderPage();
  const beginning = markdown.slice(0, markdown.indexOf("## Against the peers"));
  expect(beginning).toContain("program loses");
  expect(beginning).toContain("program wins");
  expect(markdown.indexOf("## Against the peers")).toBeLessThan(markdown.indexOf("## Details"));
  expect(beginning.split("\n").length).toBeLessThan(30);
});

test("every group has its place on the page, and every stored plot is on it", () => {
  const template = readTemplate();
  const groups = Object.entries(suites).flatMap(([suite, groupsOfSuite]) => Object.keys(groupsOfSuite).map((group) => `${suite}/${group}`));
  expect(groups.filter((place) => !template.includes(`\n{{ group ${place} }}\n`))).toEqual([]);
  const stored = readResults().flatMap((result) => result.items.filter((item) => item.kind === "plot"));
  expect(stored.map(({ name }) => `${name}.svg`).toSorted()).toEqual([...renderPage().plots.keys()].toSorted());
});

test("markers are filled with results, and each part says where it comes from", () => {
  const template =
    "# T\n\n{{ table s/g }}\n\n{{ matrix s/g }}\n\n{{ plots s/g }}\n\n{{ contents }}\n\n### S\n\n#### G: calls\n\n{{ group s/g }}\n";
  const { markdown, plots } = fillTemplate(template, [resultOf("s", "g", items)]);
  expect([...plots.keys()]).toEqual(["some-plot.svg"]);
  expect(markdown).toMatchInlineSnapshot(`
    "# T

    **Wins and losses.** Tokens.

    | task | says |
    | --- | --- |
    | a | program loses |
    | b | program wins |

    <sub>2026-07-28, 12 s. 3 runs of each. 2 x A processor, 8 GB, Linux 6.1 x64, load 0.1 per core. mcp-codemode 0.1.0, Node 20.0.0, Deno 2.0.0; driver deno, walls process, outer wall off.</sub>

    |  | figure |
    | --- | --- |
    | ours | 2 ms (1–3) |

    <sub>2026-07-28, 12 s. 3 runs of each. 2 x A processor, 8 GB, Linux 6.1 x64, load 0.1 per core. mcp-codemode 0.1.0, Node 20.0.0, Deno 2.0.0; driver deno, walls process, outer wall off.</sub>

    ![Some plot](benchmarks/some-plot.svg)

    - **[S](#s)**: [G: calls](#g-calls)

    ### S

    #### G: calls

    **Wins and losses.** Tokens.

    | task | says |
    | --- | --- |
    | a | program loses |
    | b | program wins |

    |  | figure |
    | --- | --- |
    | ours | 2 ms (1–3) |

    <details><summary>Median, smallest, largest and number of runs</summary>

    | what | subject | median | min | max | runs |
    | --- | --- | --- | --- | --- | --- |
    | figure | ours | 2 ms | 1 | 3 | 3 |

    </details>

    A paragraph.


    <sub>2026-07-28, 12 s. 3 runs of each. 2 x A processor, 8 GB, Linux 6.1 x64, load 0.1 per core. mcp-codemode 0.1.0, Node 20.0.0, Deno 2.0.0; driver deno, walls process, outer wall off.</sub>
    "
  `);
});

test("what has not been measured says how to, and an unknown marker is no text", () => {
  expect(fillTemplate("{{ matrix s/none }}\n", []).markdown).toBe("*Not measured yet: `npm run bench -- s --only none`.*\n");
  expect(() => fillTemplate("{{ tabel s/g }}\n", [resultOf("s", "g", items)])).toThrow('"tabel"');
});

test("two plots of one name are refused", () => {
  expect(() => fillTemplate("{{ plots s/g }}\n", [resultOf("s", "g", [plot, plot])])).toThrow('"some-plot"');
});
