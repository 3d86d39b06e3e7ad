function groupBy<Item, Key extends string>(items: readonly Item[], key: (item: Item) => Key): Record<Key, Item[]> {
  const groups = {} as Record<Key, Item[]>;
  for (const item of items) (groups[key(item)] ??= []).push(item);
  return groups;
}
groupBy([1, 2, 3], (n) => (n % 2 === 0 ? "even" : "odd"));
