import { Random } from "./random.ts";

/** What a set of orders is drawn from; the same spec is the same set in every process. */
export interface OrdersSpec {
  readonly seed: number;
  /** Of the JSON array of all orders, at most; an order takes about 200. */
  readonly bytes: number;
  readonly shards: number;
}

export interface Order {
  readonly id: string;
  readonly shard: string;
  readonly customer_id: string;
  readonly status: "open" | "paid" | "shipped" | "refunded";
  readonly total_cents: number;
  readonly items: number;
  readonly placed_at: string;
  readonly address: string;
  readonly next_order_id: string;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
}

/** Where an order's parcel is, and how often its carrier does not answer before it does. */
export interface Parcel {
  readonly state: "waiting" | "on its way" | "delivered";
  readonly failures: number;
}

export interface Orders {
  readonly shards: readonly string[];
  readonly orders: readonly Order[];
  readonly customers: readonly Customer[];
  /** By the order's id. */
  readonly parcels: ReadonlyMap<string, Parcel>;
  readonly answers: Answers;
}

/** What questions about the whole set have for an answer, summed up while it is drawn; amounts are in cents. */
export interface Answers {
  readonly refunds: { readonly count: number; readonly cents: number };
  readonly refundsByShard: Readonly<Record<string, number>>;
  readonly paidByShardAndCountry: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** No two orders have the same total. */
  readonly largest: { readonly id: string; readonly cents: number };
}

/** Draws customers, and orders until the next one would be too many bytes. */
export function drawOrders({ seed, bytes, shards: shardCount }: OrdersSpec): Orders {
  const random = new Random(seed);
  const shards = Array.from({ length: shardCount }, (_, index) => `s${String(index + 1).padStart(2, "0")}`);
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => drawCustomer(random, index + 1));
  const totals = new Set<number>();
  const drawn: Order[] = [];
  const parcels = new Map<string, Parcel>();
  const refunds = { count: 0, cents: 0 };
  const refundsByShard: Record<string, number> = Object.fromEntries(shards.map((shard) => [shard, 0]));
  const paid: Record<string, Record<string, number>> = Object.fromEntries(shards.map((shard) => [shard, {}]));
  let largest = { id: "", cents: 0 };
  for (let length = 2; ;) {
    const order = drawOrder(random, drawn.length, shards, customers, totals);
    length += JSON.stringify(order).length + 1;
    if (length - 1 > bytes) break;
    drawn.push(order);
    parcels.set(order.id, { state: random.pick(["waiting", "on its way", "delivered"]), failures: random.below(3) });
    const { id, shard, customer_id, status, total_cents: cents } = order;
    if (cents > largest.cents) largest = { id, cents };
    if (status === "refunded") {
      refunds.count += 1;
      refunds.cents += cents;
      refundsByShard[shard] = (refundsByShard[shard] ?? 0) + cents;
    }
    const country = customers.find((each) => each.id === customer_id)?.country ?? "";
    const byCountry = (paid[shard] ??= {});
    if (status === "paid") byCountry[country] = (byCountry[country] ?? 0) + cents;
  }
  return {
    shards,
    orders: inOneRing(random, drawn),
    customers,
    parcels,
    answers: { refunds, refundsByShard, paidByShardAndCountry: paid, largest },
  };
}

/** The order at a place between 0, the first, and 1, the end. */
export function orderAt({ orders }: Orders, place: number): Order {
  const order = orders[Math.floor(place * orders.length)];
  if (!order) throw new Error("There are no orders.");
  return order;
}

function drawCustomer(random: Random, number: number): Customer {
  const first = random.pick(["Ana", "Bela", "Chidi", "Dana", "Emre", "Farah", "Goran", "Hana"]);
  const last = random.pick(["Almeida", "Berg", "Costa", "Dietrich", "Eriksen", "Fontaine", "Greco", "Horvat"]);
  const id = `C-${String(number).padStart(3, "0")}`;
  const email = `${first}.${last}.${number}@example.com`.toLowerCase();
  return { id, name: `${first} ${last}`, email, country: random.pick(["AT", "DE", "DK", "ES", "FR", "HR", "IT", "NO", "PT"]) };
}

function drawOrder(random: Random, index: number, shards: readonly string[], customers: readonly Customer[], totals: Set<number>): Order {
  let cents: number;
  do cents = 500 + random.below(99_500);
  while (totals.has(cents));
  totals.add(cents);
  const street = random.pick(["Harbour Road", "Mill Lane", "Station Street", "Church Square", "Orchard Way", "Bridge Street"]);
  return {
    id: orderId(index),
    // One after the other, so that none is without orders.
    shard: shards[index % shards.length] ?? "",
    customer_id: customers[random.below(customers.length)]?.id ?? "",
    status: random.pick(["open", "paid", "paid", "shipped", "refunded"]),
    total_cents: cents,
    items: 1 + random.below(9),
    placed_at: new Date(Date.UTC(2026, 0, 1) + random.below(200 * 86_400) * 1_000).toISOString(),
    address: `${1 + random.below(99)} ${street}, ${random.pick(["Lisbon", "Hamburg", "Aarhus", "Trieste", "Split"])}`,
    next_order_id: orderId(0),
  };
}

/** Each order names the next, and the last the first: a chain as long as one wants. */
function inOneRing(random: Random, orders: readonly Order[]): Order[] {
  const ring = random.shuffle(orders.map(({ id }) => id));
  const next = new Map(ring.map((id, index) => [id, ring[(index + 1) % ring.length] ?? id]));
  return orders.map((order) => ({ ...order, next_order_id: next.get(order.id) ?? order.id }));
}

/** Of one length for all, so that a ring does not change how many bytes the orders are. */
function orderId(index: number): string {
  return `O-${String(index + 1).padStart(5, "0")}`;
}

const CUSTOMERS = 40;
