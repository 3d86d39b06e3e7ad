// `fork("list-server.js")`, then one message of all lists: serves each as an MCP server of its own at `/<index>`, and answers with its port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createMcpHandler, Server, type McpHttpHandler, type Tool } from "@modelcontextprotocol/server";
import type { ServedList } from "./serve-lists.ts";

process.on("disconnect", () => process.exit());
process.once("message", (lists: readonly ServedList[]) => {
  const handlers = lists.map(toHandler);
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const handler = handlers[Number(request.url?.slice(1))];
    if (!handler) return response.writeHead(404).end();
    const answer = await handler.fetch(
      new Request(`http://127.0.0.1${request.url}`, {
        method: request.method ?? "GET",
        headers: request.headers as Record<string, string>,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) for await (const chunk of answer.body) response.write(chunk);
    return response.end();
  });
  http.listen(0, "127.0.0.1", () => process.send?.((http.address() as AddressInfo).port));
});

function toHandler({ name, tools }: ServedList): McpHttpHandler {
  return createMcpHandler(() => {
    const server = new Server({ name, version: "1.0.0" }, { capabilities: { tools: {} } });
    server.setRequestHandler("tools/list", () => ({ tools: tools as unknown as Tool[] }));
    return server;
  });
}
