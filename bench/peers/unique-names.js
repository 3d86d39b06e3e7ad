/**
 * Tools of many servers where a library takes one list or object of tools: each under its own name, and with its server's before it where
 * another server has a tool of that name, which a user has to do there.
 * @template {{ readonly server: string, readonly name: string }} Tool
 * @param {readonly Tool[]} tools
 * @returns {[name: string, tool: Tool][]}
 */
export function uniqueNames(tools) {
  const counts = new Map();
  for (const { name } of tools) counts.set(name, (counts.get(name) ?? 0) + 1);
  return tools.map((tool) => [counts.get(tool.name) > 1 ? `${tool.server}_${tool.name}` : tool.name, tool]);
}
