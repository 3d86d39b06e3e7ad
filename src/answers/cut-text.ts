/** The beginning of a text, with the number of characters that are missing; whole where it is no longer than that. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const kept = text.slice(0, endOfCharacter(text, maxCharacters));
  return `${kept}… ${(text.length - kept.length).toLocaleString("en-US")} more characters`;
}

/** Beginning and end of a text, as a log is read, with the number of characters left out between them. */
export function cutMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const head = text.slice(0, endOfCharacter(text, Math.ceil((maxCharacters * 2) / 3)));
  const tail = text.slice(endOfCharacter(text, text.length - Math.floor(maxCharacters / 3)));
  const missing = text.length - head.length - tail.length;
  return `${head}\n… ${missing.toLocaleString("en-US")} characters left out …\n${tail}`;
}

/** A place in a text that is not inside a character of two units. */
function endOfCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? at - 1 : at;
}
