/** Parses a list as a tool gives it, and groups it. */
export default function aggregate(): { ms: number; check: number } {
  interface Order {
    readonly id: number;
    readonly customer: string;
    readonly country: string;
    readonly amount: number;
  }
  const countries = ["AT", "BR", "CA", "DE", "EG", "FR", "GH"];
  const orders: Order[] = [];
  for (let id = 0; id < 100_000; id += 1) {
    orders.push({ id, customer: `customer-${id % 5_000}`, country: countries[id % 7] as string, amount: (id * 37) % 1_009 });
  }
  const json = JSON.stringify(orders);

  const start = performance.now();
  const totals = new Map<string, { count: number; amount: number }>();
  for (const { customer, country, amount } of JSON.parse(json) as Order[]) {
    const key = `${country}/${customer}`;
    const total = totals.get(key) ?? { count: 0, amount: 0 };
    total.count += 1;
    total.amount += amount;
    totals.set(key, total);
  }
  const largest = [...totals.values()].toSorted((a, b) => b.amount - a.amount).slice(0, 100);
  const check = largest.reduce((sum, { amount }) => sum + amount, totals.size);
  return { ms: performance.now() - start, check };
}
