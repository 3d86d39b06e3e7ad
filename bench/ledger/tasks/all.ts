import type { Orders } from "../orders.ts";
import type { Task } from "../task.ts";
import { chain } from "./chain.ts";
import { fanOut } from "./fan-out.ts";
import { filterTable } from "./filter-table.ts";
import { join } from "./join.ts";
import { paginate } from "./paginate.ts";
import { retry } from "./retry.ts";
import { singleCall } from "./single-call.ts";
import { twoCalls } from "./two-calls.ts";

/** A task of each of the eight shapes. */
export function allTasks(orders: Orders): Task[] {
  return [singleCall, twoCalls, chain, fanOut, filterTable, join, paginate, retry].map((task) => task(orders));
}
