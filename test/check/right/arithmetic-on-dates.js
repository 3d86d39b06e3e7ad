const from = new Date("2026-01-01");
const to = new Date("2026-01-03");
(to - from) / 86_400_000;
