import { CodemodeError } from "../errors.ts";
import { languages, type Language } from "../executor/languages/language.ts";

/** A language by its name or a short one. @throws CodemodeError `LANGUAGE_UNKNOWN` */
export function languageNamed(name: string): Language {
  const found = languages.find((each) => each === name || short[each].includes(name));
  if (found) return found;
  throw new CodemodeError("LANGUAGE_UNKNOWN", `There is no language "${name}" here. Languages: ${languages.join(", ")}.`);
}

const short: Readonly<Record<Language, readonly string[]>> = { typescript: ["ts", "javascript", "js"], python: ["py"] };
