// The stdio server behind every peer: adds, waits, gives texts of any length, fails, counts. `--tools 1000` adds as many that are only there.
import { parseArgs } from "node:util";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

const { values } = parseArgs({ options: { tools: { type: "string", default: "0" } } });
let calls = 0;

serveStdio(() => {
  const server = new McpServer({ name: "bench", version: "1.0.0" });
  const readOnly = { readOnlyHint: true, openWorldHint: false };
  const text = (value: string): { content: [{ type: "text"; text: string }] } => {
    calls += 1;
    return { content: [{ type: "text", text: value }] };
  };
  const numbers = z.object({ a: z.number(), b: z.number() });
  server.registerTool("add", { description: "Adds two numbers.", inputSchema: numbers, annotations: readOnly }, async ({ a, b }) =>
    text(String(a + b)),
  );
  server.registerTool(
    "sleep",
    { description: "Waits for milliseconds.", inputSchema: z.object({ ms: z.number() }), annotations: readOnly },
    async ({ ms }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return text(`slept ${ms}`);
    },
  );
  server.registerTool(
    "lines",
    { description: "A text of so many bytes, in lines of 50.", inputSchema: z.object({ bytes: z.number() }), annotations: readOnly },
    async ({ bytes }) => text(LINE.repeat(Math.ceil(bytes / LINE.length)).slice(0, bytes)),
  );
  server.registerTool(
    "fail",
    { description: "Fails with a message.", inputSchema: z.object({ message: z.string() }), annotations: readOnly },
    async ({ message }) => ({ ...text(message), isError: true }),
  );
  server.registerTool(
    "count",
    { description: "How many calls have come so far.", inputSchema: z.object({}), annotations: readOnly },
    async () => text(String(calls)),
  );
  for (let number = 0; number < Number(values.tools); number += 1) {
    server.registerTool(
      `record_${number}`,
      {
        description: `Reads record ${number} of the archive and gives it as text.`,
        inputSchema: z.object({ id: z.string().describe("Which one."), limit: z.number().optional().describe("At most so many lines.") }),
        annotations: readOnly,
      },
      async ({ id }) => text(id),
    );
  }
  return server;
});

const LINE = "An ordinary line of a text that a tool has read.\n\n";
