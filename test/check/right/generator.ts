function* squares(limit: number) {
  for (let n = 1; n <= limit; n += 1) yield n * n;
}
[...squares(3)];
