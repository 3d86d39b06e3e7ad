import type { Tool as McpTool } from "@modelcontextprotocol/server";

/**
 * The gateway's own tools, always in the same order: seven for code, and `call_tool` for clients that call tools directly. That an argument which is none of them is refused stands in no schema: a
 * model pays for each word of these. `servers` are the names in the config, so that a model knows what it
 * can import before it has searched.
 */
export function gatewayTools(servers: readonly string[]): McpTool[] {
  const names =
    servers.length === 0
      ? "none"
      : servers
          .slice(0, MAX_NAMED_SERVERS)
          .map((name) => JSON.stringify(name))
          .join(", ");
  return [
    {
      name: "search_tools",
      title: "Search tools",
      description: `Find tools of the servers (${names}) and skills for execute_code. No query lists servers.`,
      inputSchema: object(
        {
          query: { type: "string" },
          server: { type: "string" },
          detail: { enum: ["names", "brief", "full"] },
          limit: { type: "integer" },
          cursor: { type: "string" },
          language: { enum: ["typescript", "python"] },
          max_tokens: { type: "integer" },
        },
        [],
      ),
      outputSchema: object(
        {
          tools: { type: "array", items: { type: "object", properties: found, required: ["server", "tool"] } },
          total: { type: "integer" },
          servers: arrayOf({ server: "string", state: "string", tools: "integer", deferred: "integer", description: "string" }),
          next_cursor: { type: "string" },
          meant: texts,
        },
        ["tools", "total"],
      ),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    {
      name: "get_tool_details",
      title: "Get tool details",
      description: "Declarations of tools named server.tool.",
      inputSchema: object(
        {
          names: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 20 },
          language: { enum: ["typescript", "python"] },
        },
        ["names"],
      ),
      outputSchema: object(
        {
          tools: arrayOf({
            server: "string",
            tool: "string",
            import: "string",
            declaration: "string",
            example: "string",
            result: "string",
          }),
        },
        ["tools"],
      ),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    {
      name: "execute_code",
      title: "Execute code",
      description:
        'Run a TypeScript or Python program that composes tools: `import { read_file } from "generated/servers/filesystem"; await read_file({ path })`, or `from generated.servers.filesystem import read_file`, `await read_file(path=path)`. Only what it prints, its last expression and show(image) come back. Variables last with session_id. No network, no files but by tools.',
      inputSchema: object(
        {
          code: { type: "string" },
          language: { enum: ["typescript", "python"] },
          session_id: { type: "string" },
          timeout_ms: { type: "integer" },
          yield_ms: { type: "integer" },
          max_tokens: { type: "integer" },
        },
        ["code"],
      ),
      outputSchema: execution,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    {
      name: "wait_execution",
      title: "Wait for an execution",
      description: "If it answered `running`.",
      inputSchema: object(
        {
          execution_id: { type: "string" },
          yield_ms: { type: "integer" },
          cancel: { type: "boolean" },
        },
        ["execution_id"],
      ),
      outputSchema: execution,
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    {
      name: "call_tool",
      title: "Call a tool",
      description: "Call one tool without code.",
      inputSchema: object({ server: { type: "string" }, tool: { type: "string" }, arguments: { type: "object" } }, ["server", "tool"]),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    {
      name: "list_skills",
      title: "List skills",
      description: "Saved functions to import as skills/<name>.",
      inputSchema: object({ query: { type: "string" }, tags: texts, detail: { enum: ["brief", "full"] } }, []),
      outputSchema: object(
        { skills: { type: "array", items: object(listedSkill, skillAlways) }, problems: arrayOf({ file: "string", message: "string" }) },
        ["skills"],
      ),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    {
      name: "get_skill",
      title: "Read a skill",
      description: "A skill's instructions, or one of its files.",
      inputSchema: object({ name: { type: "string" }, file: { type: "string" } }, ["name"]),
      outputSchema: object({ ...skill, files: texts, file: { type: "string" }, text: { type: "string" } }, [
        ...skillAlways,
        "files",
        "file",
        "text",
      ]),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    {
      name: "save_skill",
      title: "Save a skill",
      description: "Keep code that worked: a module of functions, or an execution_id, whose literals become parameters.",
      inputSchema: object(
        {
          name: { type: "string" },
          description: { type: "string" },
          code: { type: "string" },
          execution_id: { type: "string" },
          parameters: texts,
          language: { enum: ["typescript", "python"] },
          function: { type: "string" },
          tags: texts,
          replace: { type: "boolean" },
        },
        ["name", "description"],
      ),
      outputSchema: object(skill, [...skillAlways, "version"]),
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    },
  ];
}

/** Those that clients have where tools are for code alone. */
export function codeTools(servers: readonly string[]): McpTool[] {
  return gatewayTools(servers).filter(({ name }) => name !== "call_tool");
}

/** What is known of an execution, ended or running. */
const execution: McpTool["inputSchema"] = {
  type: "object",
  properties: {
    status: { enum: ["done", "running"] },
    session_id: { type: "string" },
    execution_id: { type: "string" },
    language: { type: "string" },
    ok: { type: "boolean" },
    value: { anyOf: ["object", "array", "string", "number", "boolean", "null"].map((type) => ({ type })) },
    output: { type: "string" },
    calls: { type: "array", items: { type: "object" } },
    error: { type: "object" },
    warnings: { type: "array", items: { type: "string" } },
    truncated: { type: "object" },
    handles: { type: "array", items: { type: "object" } },
    duration_ms: { type: "number" },
  },
  required: ["status", "execution_id", "output"],
};

const texts = { type: "array", items: { type: "string" } };

/** What a search says of a tool or a skill, by the detail asked for. */
const found = {
  server: { type: "string" },
  tool: { type: "string" },
  description: { type: "string" },
  import: { type: "string" },
  signature: { type: "string" },
  declaration: { type: "string" },
  also: texts,
  skill: { type: "string" },
};

/** What is said of a skill. */
const skill = {
  name: { type: "string" },
  description: { type: "string" },
  language: { type: "string", enum: ["typescript", "python"] },
  import: { type: "string" },
  signatures: texts,
  tags: texts,
  version: { type: "integer" },
  changed: { type: "boolean" },
};
/** What a list says besides, on `detail: "full"`. */
const listedSkill = {
  ...skill,
  origin: { type: "string" },
  functions: { type: "array", items: { type: "object" } },
  tools: arrayOf({ server: "string", tool: "string", state: "string" }),
  uses: { type: "object" },
};
const skillAlways = ["name", "description", "signatures", "tags"];

function object(properties: Record<string, object>, required: readonly string[]): McpTool["inputSchema"] {
  return {
    type: "object",
    properties,
    ...(required.length > 0 ? { required: [...required] } : {}),
  } as McpTool["inputSchema"];
}

function arrayOf(fields: Record<string, string>): object {
  return {
    type: "array",
    items: { type: "object", properties: Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, { type }])) },
  };
}

const MAX_NAMED_SERVERS = 100;
