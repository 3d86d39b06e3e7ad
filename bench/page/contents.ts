/** A page with a list of the headings below in the place of `{{ contents }}`: a line for each of level 3, with those of level 4 in it. */
export function contents(markdown: string): string {
  const marker = "{{ contents }}";
  const at = markdown.indexOf(marker);
  if (at === -1) return markdown;
  const lines: string[] = [];
  for (const [, marks = "", title = ""] of markdown.slice(at).matchAll(/^(#{3,4}) (.+)$/gm)) {
    const link = `[${title}](#${anchorOf(title)})`;
    const last = lines.at(-1);
    if (marks.length === 3 || last === undefined) lines.push(`- **${link}**`);
    else lines[lines.length - 1] = `${last}${last.endsWith("**") ? ": " : ", "}${link}`;
  }
  return markdown.replace(marker, () => lines.join("\n"));
}

/** As GitHub makes it. Headings of the same text are told apart by nothing here: there are none. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
