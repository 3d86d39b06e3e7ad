/** At separators that stand in no brackets, strings or comparison; what is empty is left out. */
export function splitList(text, separator) {
  const parts = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const pair = text.slice(at, at + 2);
    if (quote !== "") {
      if (character === "\\") at += 1;
      else if (character === quote) quote = "";
    } else if ("\"'`".includes(character)) quote = character;
    else if (pair === "=>" || pair === "==") at += 1;
    else if ("([{<".includes(character)) depth += 1;
    else if (")]}>".includes(character)) depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts.filter((part) => part !== "");
}
