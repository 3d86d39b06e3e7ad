/** The searchable words of a text or a name: split at camelCase, digits and punctuation, lower case, without stop words, plurals folded. */
export function toWords(text: string): string[] {
  const words: string[] = [];
  for (const part of text.normalize("NFKC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    for (const piece of part.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{N}+|\p{Lu}/gu) ?? [part]) {
      const word = piece.toLowerCase();
      if (!stopWords.has(word)) words.push(stem(word));
    }
  }
  return words;
}

/** Endings only: enough that `listing files` finds `list_file`, too little to join unrelated words. */
function stem(word: string): string {
  if (word.length < 4) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2);
  const singular = /[^su]s$/.test(word) ? word.slice(0, -1) : word;
  const bare = singular.replace(/(?<=[aeiouy].*[^aeiou])(?:ing|ed)$/, "").replace(/([bdgmnprt])\1$/, "$1");
  return bare.length < 3 ? singular : bare.replace(/e$/, "");
}

const stopWords = new Set(
  "a about an and any are as at be been but by can could do does for from get give had has have help how i if in into is it its just like make me my need of on or our please provide should so some that the their them then there these this to tool up us use using want was we what when where which who will with would you your".split(
    " ",
  ),
);
