import type { Order, Orders } from "../orders.ts";
import { readJson } from "../read-json.ts";
import type { Script, Task } from "../task.ts";

/** Page after page, each cursor out of the page before. */
export function paginate({ answers: { largest } }: Orders): Task {
  return {
    name: "paginate",
    prompt: "Go through all pages of orders. Which order has the highest total, and how much is it? Answer as { id, total_cents }.",
    answer: { id: largest.id, total_cents: largest.cents },
    *script(): Script {
      let most = { id: "", total_cents: 0 };
      let next: { cursor?: string } | undefined = {};
      while (next) {
        const [heard] = yield [{ name: "page_orders", arguments: next }];
        const page: Page = readJson(heard);
        for (const { id, total_cents } of page.orders) if (total_cents > most.total_cents) most = { id, total_cents };
        next = page.next_cursor === undefined ? undefined : { cursor: page.next_cursor };
      }
      return most;
    },
    query: "page through all orders",
    code: `import { page_orders } from "generated/servers/orders";
let most = { id: "", total_cents: 0 };
let cursor: string | undefined;
do {
  const page = await page_orders(cursor ? { cursor } : {});
  for (const { id, total_cents } of page.orders) if (total_cents > most.total_cents) most = { id, total_cents };
  cursor = page.next_cursor;
} while (cursor);
most`,
  };
}

interface Page {
  readonly orders: readonly Order[];
  readonly next_cursor?: string;
}
