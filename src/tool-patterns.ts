/**
 * Tells tools by patterns: `server.tool`, or `server` for all of its tools, to the letter but for `*`, which stands for any text. Both
 * halves may hold dots; a pattern fits where it fits the whole of `server.tool`, or the whole of the server's name.
 */
export function matchesTool(patterns: readonly string[]): (tool: { readonly server: string; readonly name: string }) => boolean {
  const fits = matchesText(patterns);
  return ({ server, name }) => fits(`${server}.${name}`) || fits(server);
}

/** Tells texts by patterns, to the letter but for `*`, which stands for any text. */
export function matchesText(patterns: readonly string[]): (text: string) => boolean {
  const parts = patterns.map((pattern) => pattern.split("*"));
  return (text) => parts.some((each) => fitsParts(each, text));
}

/** Whether a text is the parts with any text between each two; the first place of each part is as good as any later one. */
function fitsParts([first = "", ...rest]: readonly string[], text: string): boolean {
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
