/**
 * The rule from tool and server names to identifiers, the same for TypeScript and Python:
 *
 * 1. A name that is an identifier in both languages and no reserved word keeps its spelling.
 * 2. Otherwise it is written in Unicode's form NFKC, as Python does with identifiers (PEP 3131); every run of characters that no identifier
 *    has (`XID_Continue`, UAX 31) becomes one `_`; what can't begin one gets a `_` before it; an empty name is `_`.
 * 3. A reserved word, or a name with a meaning of its own (`then`, `constructor`, `__proto__`, `__init__`), gets a `_` after it.
 * 4. Of several names that come out alike, those that keep their spelling go first and then the others by code unit order; the second
 *    gets `_2`, the third `_3`, passing over what is taken.
 *
 * The original name works as well: `servers.<server>["odd name"]`; all but `then`, which would make a promise of the whole server.
 */
export function assignIdentifiers(names: readonly string[]): Map<string, string> {
  const bases = new Map(names.map((name) => [name, toIdentifier(name)]));
  const unique = [...bases.keys()].toSorted((a, b) => Number(bases.get(b) === b) - Number(bases.get(a) === a) || (a < b ? -1 : 1));
  const taken = new Set<string>();
  const assigned = new Map<string, string>();
  for (const name of unique) {
    const base = bases.get(name) as string;
    let identifier = base;
    for (let count = 2; taken.has(identifier); count += 1) identifier = `${base}_${count}`;
    taken.add(identifier);
    assigned.set(name, identifier);
  }
  return assigned;
}

/** Steps 1 to 3 of the rule, for one name. */
export function toIdentifier(name: string): string {
  const plain = name.normalize("NFKC").replaceAll(/[^\p{XID_Continue}]+/gu, "_");
  const started = /^\p{XID_Start}|^_/u.test(plain) ? plain : `_${plain}`;
  return reserved.has(started) || /^__.*__$/s.test(started) ? `${started}_` : started;
}

const javascript =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield arguments eval async of";
/** Python's keywords; `match` and `print` are none, and would hide what everybody means by them. */
export const PYTHON_KEYWORDS =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield";
const meaningful = "__proto__ constructor prototype then toString valueOf hasOwnProperty toJSON NaN Infinity";
const reserved = new Set(`${javascript} ${PYTHON_KEYWORDS} match print ${meaningful}`.split(" "));
