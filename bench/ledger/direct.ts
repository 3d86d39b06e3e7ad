import type { Transport } from "@modelcontextprotocol/client";
import { connect } from "./connection.ts";
import type { Side } from "./side.ts";

/** The servers themselves, as a client without code has them: all their definitions, and a call goes to the one that has the tool. */
export async function openDirect(transports: readonly Transport[]): Promise<Side> {
  const connections = await Promise.all(transports.map(connect));
  return {
    definitions: JSON.stringify(connections.flatMap(({ definitions }) => definitions)),
    async call(call) {
      const connection = connections.find(({ definitions }) => definitions.some(({ name }) => name === call.name));
      if (!connection) throw new Error(`No server has the tool "${call.name}".`);
      return connection.call(call);
    },
    bytes: () => ({ client: connections.reduce((sum, connection) => sum + connection.bytes(), 0), behind: 0 }),
    async [Symbol.asyncDispose]() {
      for (const connection of connections) await connection[Symbol.asyncDispose]();
    },
  };
}
