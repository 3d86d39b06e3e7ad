// The server of the orders, over stdio: `orders-server.js SPEC COUNTS`, the spec as JSON and the file for the bytes of the wire.
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { countStdio } from "./count-stdio.ts";
import { drawOrders, type OrdersSpec } from "./orders.ts";
import { ordersServer } from "./orders-tools.ts";

const [spec = "", counts = ""] = process.argv.slice(2);
const orders = drawOrders(JSON.parse(spec) as OrdersSpec);
serveStdio(() => ordersServer(orders));
countStdio(counts);
