/**
 * Each under the name that clients have for it: its own, or `server_name` where another server has the same or the name is taken. One for which there is none is
 * left out.
 */
export function freeNames<T extends { readonly server: string; readonly name: string }>(
  all: readonly T[],
  taken: ReadonlySet<string>,
): Map<string, T> {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const named = new Map<string, T>();
  for (const each of all) {
    const isFree = counts.get(each.name) === 1 && !taken.has(each.name);
    const name = isFree ? each.name : `${each.server}_${each.name}`;
    if (!named.has(name) && !taken.has(name)) named.set(name, each);
  }
  return named;
}
