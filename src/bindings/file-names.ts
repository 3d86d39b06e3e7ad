/**
 * A file name without its ending for each identifier, equal to it where every file system can tell it from the others: systems that ignore
 * case, names that Windows keeps for devices, and names longer than 100 characters get a number behind them.
 *
 * @param taken names that are used already
 */
export function assignFileNames(identifiers: readonly string[], taken: readonly string[] = []): Map<string, string> {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const names = new Map<string, string>();
  for (const identifier of [...identifiers].toSorted()) {
    const base = DEVICES.test(identifier) ? `${identifier}_` : identifier.slice(0, 100);
    let name = base;
    for (let count = 2; used.has(name.toLowerCase()); count += 1) name = `${base}_${count}`;
    used.add(name.toLowerCase());
    names.set(identifier, name);
  }
  return names;
}

const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
