const day = new Date("2026-11-25T10:00:00Z");
const parts = { iso: day.toISOString().slice(0, 10), next: new Date(+day + 86_400_000).getTime() - day.getTime() };
[parts.iso, parts.next / 1_000, (12.345).toFixed(1), Number("7") * 2];
