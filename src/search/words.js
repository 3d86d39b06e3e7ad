/**
 * The words of a text or a name, in lower case and without accents on Latin letters: split at punctuation, camelCase, and between letters
 * and digits. Scripts that are written without spaces between words (Chinese, Japanese, Korean, Thai and its relatives) give every two
 * neighbouring characters, as Lucene's CJK analyzer does, and a character that stands alone.
 */
export function toWords(text) {
  const words = [];
  for (const run of withoutAccents(text).match(RUNS) ?? []) {
    for (const piece of run.match(PIECES) ?? [run]) {
      if (UNSPACED.test(piece)) words.push(...pairs(piece));
      else words.push(piece.toLowerCase());
    }
  }
  return words;
}
function withoutAccents(text) {
  return ASCII.test(text) ? text : text.normalize("NFKD").replace(LATIN_ACCENTS, "").normalize("NFC");
}
function pairs(run) {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
const ASCII = /^[\p{ASCII}]*$/u;
const LATIN_ACCENTS = /(?<=\p{Script=Latin})\p{M}+/gu;
const RUNS = /[\p{L}\p{M}\p{N}]+/gu;
const SCRIPTS = ["Han", "Hiragana", "Katakana", "Hangul", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");
const UNSPACED = new RegExp(`^[${SCRIPTS}ー]`, "u");
// Several of an acronym, an acronym up to the word that follows it, a word with or without its capital, a number, letters without case.
const PIECES = new RegExp(
  `[${SCRIPTS}][${SCRIPTS}ー\\p{M}]*|\\p{Lu}{2,}s(?!\\p{Ll})|\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}[\\p{Ll}\\p{M}]*|\\p{N}+|\\p{Lu}|(?:(?![${SCRIPTS}])[\\p{Lo}\\p{Lm}\\p{Lt}\\p{M}])+`,
  "gu",
);
