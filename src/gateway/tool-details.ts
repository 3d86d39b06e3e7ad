import type { Codemode } from "../codemode.ts";
import type { ToolDetails } from "../describe-tools.ts";
import type { Language } from "../executor/languages/language.ts";

/** Answers `get_tool_details`: in both languages as data, in the one that was asked for as text. */
export function toolDetails(
  codemode: Codemode,
  { names, language }: { readonly names: readonly string[]; readonly language?: Language },
): { readonly structured: object; readonly text: string } {
  const details = names.map((name) => codemode.describeTool(name));
  return { structured: { tools: details }, text: details.map((tool) => textOf(tool, language)).join("\n\n") };
}

function textOf(tool: ToolDetails, language: Language | undefined): string {
  const inPython = language === "python";
  const comment = inPython ? "#" : "//";
  const hints = Object.entries(tool.annotations).flatMap(([hint, value]) => (typeof value === "boolean" ? [`${hint}: ${value}`] : []));
  return [
    inPython ? tool.python_import : tool.import,
    (inPython ? tool.python : tool.declaration).trimEnd(),
    `${comment} ${RESULTS[tool.result]}`,
    ...(hints.length === 0 ? [] : [`${comment} ${hints.join(", ")}`]),
    inPython ? tool.python_example : `${tool.example};`,
  ].join("\n");
}

const RESULTS: Readonly<Record<ToolDetails["result"], string>> = {
  promised: "Result: promised by the tool.",
  observed: "Result: as seen in earlier calls, the tool promises nothing.",
  unknown: "Result: not promised and not seen yet.",
};
