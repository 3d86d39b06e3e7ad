/** A text from a stranger with nothing in it that could hide, and its own line breaks: see {@link visibleText}. */
export function visible(text: string): string {
  return text.split("\n").map(escapeHidden).join("\n");
}

/**
 * A text from a stranger, whole, as a JSON string in which nothing can hide: what a terminal does not show, or takes as a command (control
 * characters, marks that turn the direction of writing, characters without width, tags), stands there by its number.
 */
export function visibleText(text: string): string {
  return escapeHidden(JSON.stringify(text));
}

/** As {@link visibleText}, for a value that is written as JSON over several lines. */
export function visibleJson(value: unknown): string {
  return visible(JSON.stringify(value, null, 2));
}

function escapeHidden(text: string): string {
  return text.replaceAll(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

// Control, format, private, unassigned and lone surrogate; every space but the ordinary one; letters that are blank; what only changes its neighbour.
const HIDDEN = /(?! )[\p{C}\p{Z}\u115F\u1160\u3164\uFFA0\u2800]|[\u{FE00}-\u{FE0F}]|[\u{E0100}-\u{E01EF}]|\u034F/gu;
