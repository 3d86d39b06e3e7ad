import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Codemode } from "../codemode.ts";
import { createGateway } from "./server.ts";

export interface GatewayOptions {
  /** Told of every error of the connection; standard output is the protocol's. */
  readonly onError?: (error: Error) => void;
}

/**
 * Serves the gateway on standard input and output, in both eras of the protocol. Resolves when the client has gone; the caller then
 * disposes `codemode`.
 */
export async function serveStdioGateway(codemode: Codemode, options: GatewayOptions = {}): Promise<void> {
  const onError = (error: Error): void => options.onError?.(error);
  const gone = new Promise<void>((resolve) => {
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
  });
  const gateway = createGateway(codemode, onError);
  const handle = serveStdio(gateway.createServer, { onerror: onError });
  await gone;
  await handle.close();
}
