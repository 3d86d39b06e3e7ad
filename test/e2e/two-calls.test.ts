import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { officialServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const client = new Client({ name: "agent", version: "1" });
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "codemode-agent-"));
  await writeFile(join(folder, "notes.txt"), "The tide turns at noon.\nBring the nets in before.\n");
  await writeFile(
    join(folder, "codemode.json"),
    JSON.stringify({ mcpServers: { filesystem: officialServer("filesystem", folder), memory: officialServer("memory") } }),
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [main, "serve", "--config", join(folder, "codemode.json")],
      env: { ...getDefaultEnvironment(), XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder },
      stderr: "ignore",
    }),
  );
});
afterAll(async () => {
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ["typescript", (call: string) => `const text = await ${call}({ path: PATH });\ntext.trim().split(/\\s+/).length`],
  ["python", (call: string) => `text = await ${call}(path=PATH)\nlen(text.split())`],
] as const)("an agent needs two calls in %s: one search says all that its program needs", async (language, program) => {
  const trace: string[] = [];
  const call = async (name: string, args: object): Promise<Record<string, unknown>> => {
    const { content, structuredContent, isError } = await client.callTool({ name, arguments: { ...args } });
    const [block] = content as { text: string }[];
    trace.push(`> ${name}${isError ? " failed" : ""}`, ...(block?.text ?? "").split("\n"));
    return structuredContent as Record<string, unknown>;
  };
  const searched = await call("search_tools", { query: "read a text file", language, limit: 2 });
  const [found] = searched.tools as { import: string; signature: string }[];
  const [identifier = ""] = found?.signature.split("(") ?? [];
  const code = `${found?.import}\n${program(identifier).replace("PATH", JSON.stringify(join(folder, "notes.txt")))}`;
  const result = await call("execute_code", { code, language });
  expect(result).toMatchObject({ ok: true, value: 10, calls: [{ server: "filesystem", tool: "read_text_file", outcome: "ok" }] });
  expect(trace.filter((line) => line.startsWith("> "))).toEqual(["> search_tools", "> execute_code"]);
  // What docs/search.md shows.
  if (language === "typescript")
    expect(trace.map((line) => line.replace(/session_id: \S+/, "session_id: ...")).join("\n")).toMatchInlineSnapshot(`
    "> search_tools
    2 of 15 that fit
    filesystem.read_text_file: Read the complete contents of a file from the file system as text.
      import { read_text_file } from "generated/servers/filesystem";
      read_text_file(args: { path: string; tail?: number; head?: number }): Promise<string>
    filesystem.read_file: Read the complete contents of a file as text. DEPRECATED: Use read_text_file instead.
      import { read_file } from "generated/servers/filesystem";
      read_file(args: { path: string; tail?: number; head?: number }): Promise<string>
    More with cursor "WzIsIlMwdTFUeVNFIl0".
    > execute_code
    10

    session_id: ..."
  `);
});
