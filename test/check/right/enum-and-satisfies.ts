enum Level {
  Low = 1,
  High,
}
const limits = { [Level.Low]: 1, [Level.High]: 10 } satisfies Record<Level, number>;
limits[Level.High];
