/**
 * A text as somebody is shown it who decides by it: nothing can hide in it. Control and format characters, which move or turn text around or don't
 * show, are written as escapes; line breaks stay.
 */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}

/** All but the line break: C0 and C1 controls, format characters (bidirectional marks, zero width), line and paragraph separators. */
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;
