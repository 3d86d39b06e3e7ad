import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { BenchOptions } from "../options.ts";
import { inPackage } from "../paths.ts";
import { openDirect } from "./direct.ts";
import { openGateway } from "./gateway.ts";
import { drawOrders, type Orders, type OrdersSpec } from "./orders.ts";
import type { Side } from "./side.ts";

/** One set of orders, in servers that a client reaches by themselves, and in others behind the gateway. */
export interface World extends AsyncDisposable {
  readonly orders: Orders;
  readonly direct: Side;
  readonly gateway: Side;
}

export async function openWorld(spec: OrdersSpec, sandbox: BenchOptions["executor"]): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "codemode-ledger-"));
  const server = (name: string, counts: string): { command: string; args: string[] } => ({
    command: process.execPath,
    args: [inPackage(`bench/.out/ledger/${name}-server.js`), JSON.stringify(spec), counts],
  });
  const counts = NAMES.map((name) => join(folder, `${name}-behind`));
  const servers = Object.fromEntries(NAMES.map((name, index) => [name, server(name, counts[index] ?? "")]));
  const gateway = await openGateway({ servers, counts, folder, sandbox });
  const direct = await openDirect(
    NAMES.map((name) => new StdioClientTransport({ ...server(name, join(folder, `${name}-direct`)), stderr: "ignore" })),
  );
  return {
    orders: drawOrders(spec),
    direct,
    gateway,
    async [Symbol.asyncDispose]() {
      await direct[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const NAMES = ["orders", "customers"] as const;
