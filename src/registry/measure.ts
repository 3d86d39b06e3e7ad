import type { Client } from "@modelcontextprotocol/client";
import type { Connection } from "./connection.ts";
import { listAll } from "./pages.ts";

/** How quickly a server answers, in milliseconds. */
export interface ServerTimes {
  /** The median of three pings; absent where the server's era of the protocol has none, or it answers none. */
  readonly pingMs?: number;
  /** Listing its tools. */
  readonly listMs: number;
}

/** @throws ToolError as `Connection.request` */
export async function measure(connection: Connection, signal: AbortSignal): Promise<ServerTimes> {
  const timed = async (what: string, send: (client: Client, options: { signal?: AbortSignal }) => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await connection.request(what, { signal, timeoutMs: LONGEST_MS }, (client, options) => send(client, options));
    return performance.now() - startedAt;
  };
  const listMs = await timed("tools/list", async (client, options) =>
    client.getServerCapabilities()?.tools ? listAll(client, "tools/list", options) : undefined,
  );
  try {
    const times: number[] = [];
    for (let count = 0; count < 3; count += 1) times.push(await timed("ping", (client, options) => client.ping(options)));
    return { listMs, pingMs: times.toSorted((one, other) => one - other)[1] ?? 0 };
  } catch {
    return { listMs };
  }
}

const LONGEST_MS = 10_000;
