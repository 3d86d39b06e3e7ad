// The server of the customers, over stdio: `customers-server.js SPEC COUNTS`, as orders-server.ts.
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { countStdio } from "./count-stdio.ts";
import { customersServer } from "./customers-tools.ts";
import { drawOrders, type OrdersSpec } from "./orders.ts";

const [spec = "", counts = ""] = process.argv.slice(2);
const { customers } = drawOrders(JSON.parse(spec) as OrdersSpec);
serveStdio(() => customersServer(customers));
countStdio(counts);
