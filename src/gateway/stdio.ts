import { McpServer, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Codemode } from "../codemode.ts";
import { createGatewayCall } from "./handlers.ts";
import { skillsExtension } from "./skills-extension.ts";
import { gatewayTools } from "./tools.ts";

export interface GatewayOptions {
  /** Told of every error of the connection; standard output is the protocol's. */
  readonly onError?: (error: Error) => void;
}

/**
 * Serves the gateway on standard input and output, in both eras of the protocol. Tool lists are made once, before the first server has
 * answered. Resolves when the client has gone; the caller then disposes `codemode`.
 */
export async function serveStdioGateway(codemode: Codemode, options: GatewayOptions = {}): Promise<void> {
  const tools = gatewayTools(codemode.registry.listServers().map(({ name }) => name));
  const call = createGatewayCall(codemode, tools);
  const skills = skillsExtension(codemode.skills, (error) => options.onError?.(error));
  const gone = new Promise<void>((resolve) => {
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
  });
  const handle = serveStdio(
    () => {
      const connection = new McpServer({ name: "mcp-codemode", version: "0.1.0" }, { capabilities: { tools: {} } });
      skills.attach(connection);
      const { server } = connection;
      server.setRequestHandler("tools/list", () => ({ tools }));
      server.setRequestHandler("tools/call", async ({ params }, context) => {
        const answer = call(params.name, params.arguments, context.mcpReq.signal);
        if (!answer)
          throw new ProtocolError(
            ProtocolErrorCode.InvalidParams,
            `There is no tool "${params.name}". Tools: ${tools.map(({ name }) => name).join(", ")}.`,
          );
        return answer;
      });
      return connection;
    },
    { onerror: (error) => options.onError?.(error) },
  );
  await gone;
  await handle.close();
}
