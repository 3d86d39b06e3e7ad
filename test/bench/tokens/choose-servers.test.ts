import { expect, test } from "vitest";
import { inSeededOrder, shortNames } from "../../../bench/peers/tokens/choose-servers.ts";

const servers = ["delta", "alpha", "echo", "bravo", "charlie"].map((server) => ({ server, tools: [] }));

test("the order of servers is the same however they are listed", () => {
  const order = inSeededOrder(servers).map(({ server }) => server);
  expect(inSeededOrder(servers.toReversed()).map(({ server }) => server)).toEqual(order);
  expect(order.toSorted()).toEqual(["alpha", "bravo", "charlie", "delta", "echo"]);
});

test("the order is that of the seed and not that of the names", () => {
  const many = Array.from({ length: 26 }, (_, index) => ({ server: String.fromCharCode(97 + index), tools: [] }));
  expect(inSeededOrder(many)).not.toEqual(many);
});

test("a server is named without its scope, unless two would be named alike", () => {
  expect(shortNames(["@playwright/mcp", "@xeroapi/xero-mcp-server", "@brightdata/mcp", "slack.mcp"])).toEqual([
    "playwright_mcp",
    "xero_mcp_server",
    "brightdata_mcp",
    "slack_mcp",
  ]);
});
