/**
 * The code inside a Markdown fence, where the whole text is fenced; anything else unchanged. The fence lines become empty lines, so that
 * every line keeps its number.
 */
export function stripFence(text: string): string {
  const match = /^(\s*)(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)\n?[ \t]*\2[`~]*\s*$/.exec(text);
  if (!match) return text;
  const [, before = "", , code = ""] = match;
  return `${"\n".repeat(before.split("\n").length)}${code}`;
}
