import { orderAt, type Orders, type Parcel } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** Calls that may fail at first and are good a little later. */
export function retry(orders: Orders): Task {
  const ids = [0.05, 0.3, 0.45, 0.6, 0.8, 0.95].map((part) => orderAt(orders, part).id);
  return {
    name: "retry on error",
    prompt: `Where are the parcels of the orders ${ids.join(", ")}? Answer as an object with the state of each by its id.`,
    answer: Object.fromEntries(ids.map((id) => [id, orders.parcels.get(id)?.state])),
    *script(): Script {
      const states = new Map<string, Parcel["state"]>();
      for (let open = ids; open.length > 0; open = open.filter((id) => !states.has(id))) {
        const results = yield open.map((id) => ({ name: "track_parcel", arguments: { order_id: id } }));
        for (const [index, id] of open.entries()) {
          const heard = results[index];
          if (heard?.isError && heard.text.includes("Try again")) continue;
          states.set(id, readJson<Parcel>(heard).state);
        }
      }
      return Object.fromEntries(ids.map((id) => [id, states.get(id)]));
    },
    query: "track the parcel of an order",
    code: `import { track_parcel } from "generated/servers/orders";
async function track(order_id: string) {
  for (let attempt = 1; ; attempt++) {
    try {
      return [order_id, (await track_parcel({ order_id })).state];
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}
Object.fromEntries(await Promise.all(${JSON.stringify(ids)}.map(track)))`,
  };
}
