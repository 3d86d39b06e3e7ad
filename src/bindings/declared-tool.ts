import type { Tool } from "../registry/tool.ts";
import { assignIdentifiers } from "./names.ts";
import type { ObservedResult } from "./result-model.ts";

/** A tool with its name in code, and what has been seen of its results where it promises nothing. */
export interface DeclaredTool {
  readonly tool: Tool;
  readonly identifier: string;
  readonly observed?: ObservedResult;
}

/** The tools of one server, all of them, with the identifiers of its module. */
export function declareTools(
  tools: readonly Tool[],
  observed: (tool: Tool) => ObservedResult | undefined = () => undefined,
): DeclaredTool[] {
  const identifiers = assignIdentifiers(tools.map(({ name }) => name));
  return tools.map((tool) => {
    const seen = tool.outputSchema === undefined ? observed(tool) : undefined;
    return { tool, identifier: identifiers.get(tool.name) as string, ...(seen ? { observed: seen } : {}) };
  });
}
