import { toolDeclaration } from "./bindings/typescript/declarations.ts";
import type { ToolMarks } from "./config/config.ts";
import type { ToolDescriber } from "./describe-tools.ts";
import type { ToolRegistry } from "./registry/registry.ts";
import type { Tool } from "./registry/tool.ts";
import { estimateTokens } from "./tokens.ts";
import { matchesTool } from "./tool-patterns.ts";

/**
 * Import lines and declarations of pinned tools, as far as their budget goes, then the names of those that it does not reach. Waits for the
 * servers that pins name, but not for long; empty where nothing is pinned.
 * @param hides tools that whoever asks gets not to know of
 */
export async function pinnedTools(
  registry: ToolRegistry,
  describer: ToolDescriber,
  { pinned, pinnedTokens }: ToolMarks,
  hides: (tool: Tool) => boolean,
): Promise<string> {
  if (pinned.length === 0) return "";
  const isPinned = matchesTool(pinned);
  await settled(registry, pinned);
  const texts: string[] = [];
  const without: string[] = [];
  let left = pinnedTokens;
  for (const tool of registry.listTools().filter((each) => isPinned(each) && !hides(each))) {
    const declared = describer.declared(tool.server).get(tool.name);
    if (!declared) continue;
    const text = `${describer.brief(tool).import}\n${toolDeclaration(declared)}`;
    const cost = estimateTokens(text);
    if (cost > left) without.push(`${tool.server}.${tool.name}`);
    else {
      left -= cost;
      texts.push(text);
    }
  }
  const others = without.slice(0, MAX_NAMED).join(", ");
  return [...texts, ...(others === "" ? [] : [`More with get_tool_details: ${others}`])].join("");
}

/** The servers that a pin may name: those whose name it begins with, or all where that begins with a star. */
async function settled(registry: ToolRegistry, pinned: readonly string[]): Promise<void> {
  const named = registry.listServers().filter(({ name }) =>
    pinned.some((pattern) => {
      const [start = ""] = pattern.split("*");
      return name.startsWith(start) || start.startsWith(name);
    }),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, MAX_WAIT_MS);
  });
  await Promise.race([Promise.all(named.map(({ name }) => registry.settled(name))), late]);
  clearTimeout(timer);
}

const MAX_WAIT_MS = 5_000;
const MAX_NAMED = 20;
