/**
 * A call as somebody is shown it who decides on it: indented JSON, in which nothing can hide. Control and format characters, which move or turn
 * text around or don't show, are written as escapes; where something is left out it says how much.
 */
export function callText(args: unknown, maxCharacters: number): string {
  const text = (JSON.stringify(args, null, 2) ?? "nothing").replaceAll(HIDDEN, escape);
  if (text.length <= maxCharacters) return text;
  const half = Math.floor(maxCharacters / 2);
  return `${text.slice(0, half)}\n… ${text.length - 2 * half} characters are not shown …\n${text.slice(-half)}`;
}

/** A name in one line, in which nothing can hide either. */
export function nameText(name: string): string {
  return name.replaceAll(HIDDEN, escape).replaceAll("\n", "\\n").slice(0, MAX_NAME_CHARACTERS);
}

/** All but the line break: C0 and C1 controls, format characters (bidirectional marks, zero width), line and paragraph separators. */
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

function escape(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

const MAX_NAME_CHARACTERS = 300;
