import { visible } from "../visible-text.ts";

/** A call's arguments as somebody is shown them who decides on it: indented JSON. Where something is left out it says how much. */
export function callText(args: unknown, maxCharacters: number): string {
  const text = visible(JSON.stringify(args, null, 2) ?? "nothing");
  if (text.length <= maxCharacters) return text;
  const half = Math.floor(maxCharacters / 2);
  return `${text.slice(0, half)}\n… ${text.length - 2 * half} characters are not shown …\n${text.slice(-half)}`;
}

/** A name in one line. */
export function nameText(name: string): string {
  return visible(name).replaceAll("\n", "\\n").slice(0, MAX_NAME_CHARACTERS);
}

const MAX_NAME_CHARACTERS = 300;
