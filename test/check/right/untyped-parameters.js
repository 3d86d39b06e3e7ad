function pick(object, ...keys) {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
pick({ a: 1, b: 2 }, "a");
