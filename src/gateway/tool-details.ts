import type { Codemode } from "../codemode.ts";
import type { ToolDetails } from "../describe-tools.ts";
import type { Caller } from "../executor/caller.ts";
import type { Language } from "../executor/languages/language.ts";

/** Answers `get_tool_details`: in both languages as data, in the one that was asked for as text. */
export function toolDetails(
  codemode: Codemode,
  { names, language }: { readonly names: readonly string[]; readonly language?: Language },
  caller: Caller,
): { readonly structured: object; readonly text: string } {
  const details = names.map((name) => codemode.describeTool(name, { caller }));
  const texts = details.map((tool) => (codemode.access.reaches(tool.server, "code", caller) ? textOf(tool, language) : directText(tool)));
  return { structured: { tools: details }, text: texts.join("\n\n") };
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

/** Of a tool that is called without code. */
function directText({ server, tool, description, input_schema }: ToolDetails): string {
  return `call_tool({ server: ${JSON.stringify(server)}, tool: ${JSON.stringify(tool)}, arguments })\n${description}\narguments: ${JSON.stringify(input_schema)}`;
}

const RESULTS: Readonly<Record<ToolDetails["result"], string>> = {
  promised: "Result: promised by the tool.",
  observed: "Result: as seen in earlier calls, the tool promises nothing.",
  unknown: "Result: not promised and not seen yet.",
};
