const words: string[] = [];
outer: for (const a of [1, 2, 3]) {
  switch (a % 3) {
    case 0:
      break outer;
    default:
      words.push(`n${a}`);
  }
}
words.join();
