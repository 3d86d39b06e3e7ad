import { Client, type JSONRPCMessage, type Transport } from "@modelcontextprotocol/client";
import type { Call, Heard } from "./task.ts";

/** A client of one server, as it is in an agent. */
export interface Connection extends AsyncDisposable {
  readonly definitions: readonly Definition[];
  call(call: Call): Promise<Heard>;
  /** Bytes of all messages in both directions. */
  bytes(): number;
}

/** Of a tool, as APIs of models take it. */
export interface Definition {
  readonly name: string;
  readonly description: string;
  readonly input_schema: unknown;
}

/** Connects and lists the tools. */
export async function connect(transport: Transport): Promise<Connection> {
  const client = new Client({ name: "ledger", version: "1.0.0" });
  const messages = recordMessages(transport);
  await client.connect(transport);
  const { tools } = await client.listTools();
  let bytes = 0;
  return {
    definitions: tools.map(({ name, description = "", inputSchema }) => ({ name, description, input_schema: inputSchema })),
    async call({ name, arguments: args }) {
      const { content, isError = false } = await client.callTool({ name, arguments: { ...args } });
      return { text: content.map((block) => (block.type === "text" ? block.text : JSON.stringify(block))).join("\n"), isError };
    },
    bytes() {
      for (const message of messages.splice(0)) bytes += Buffer.byteLength(JSON.stringify(message)) + "\n".length;
      return bytes;
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

/** Keeps all messages that pass from now on, to be measured when no time is taken. */
function recordMessages(transport: Transport): JSONRPCMessage[] {
  const messages: JSONRPCMessage[] = [];
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    messages.push(message);
    return send(message, options);
  };
  let onmessage: Transport["onmessage"];
  Object.defineProperty(transport, "onmessage", {
    get: () => onmessage,
    set(handle: Transport["onmessage"]) {
      onmessage =
        handle &&
        ((message, extra) => {
          messages.push(message);
          handle(message, extra);
        });
    },
  });
  return messages;
}
