export function uniqueNames<Tool extends { readonly server: string; readonly name: string }>(
  tools: readonly Tool[],
): [name: string, tool: Tool][];
