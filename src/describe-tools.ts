import { declareTools, type DeclaredTool } from "./bindings/declared-tool.ts";
import type { Detail } from "./bindings/doc-lines.ts";
import { assignIdentifiers } from "./bindings/names.ts";
import { callSignature } from "./bindings/python/call-signature.ts";
import { exampleCall as pythonExample } from "./bindings/python/example-call.ts";
import { toolStub } from "./bindings/python/stubs.ts";
import { signature, toolDeclaration } from "./bindings/typescript/declarations.ts";
import { exampleCall } from "./bindings/typescript/example-call.ts";
import { didYouMean } from "./closest-names.ts";
import { CodemodeError } from "./errors.ts";
import type { Language } from "./executor/languages/language.ts";
import type { ToolRegistry } from "./registry/registry.ts";
import type { JsonSchema, Tool, ToolAnnotations } from "./registry/tool.ts";
import type { ResultShapes } from "./result-shapes/result-shapes.ts";

/** What code needs to call a tool. */
export interface ToolBrief {
  readonly server: string;
  readonly tool: string;
  /** Its name in code. */
  readonly identifier: string;
  /** The line that imports it, in the language asked for. */
  readonly import: string;
  /** How it is called, without docs. */
  readonly signature: string;
  /** The description's first line, at most 164 characters. */
  readonly description: string;
}

/** All that code needs to know of a tool. */
export interface ToolDetails {
  readonly server: string;
  readonly tool: string;
  /** Its name in code. */
  readonly identifier: string;
  /** The line that imports it. */
  readonly import: string;
  readonly description: string;
  /** TypeScript, with docs. */
  readonly declaration: string;
  /** A call with what the tool needs; placeholders stand in angle brackets. */
  readonly example: string;
  /** The same three for Python. */
  readonly python_import: string;
  readonly python: string;
  readonly python_example: string;
  /** Where the type of its result comes from: its output schema, earlier results, or nowhere. */
  readonly result: "promised" | "observed" | "unknown";
  readonly input_schema: JsonSchema;
  readonly output_schema?: JsonSchema;
  readonly annotations: ToolAnnotations;
}

/** Says of the registry's tools how they look in code. */
export class ToolDescriber {
  readonly #registry: ToolRegistry;
  readonly #shapes: ResultShapes | undefined;
  readonly #declared = new Map<string, ReadonlyMap<string, DeclaredTool>>();
  #declaredAt = "";

  /** @param shapes what has been seen of results that no tool promises */
  constructor(registry: ToolRegistry, shapes: ResultShapes | undefined) {
    this.#registry = registry;
    this.#shapes = shapes;
  }

  /** A server's tools by their own names, as they are declared. @throws CodemodeError `SERVER_UNKNOWN` */
  declared(server: string): ReadonlyMap<string, DeclaredTool> {
    const now = `${this.#registry.version} ${this.#shapes?.version}`;
    if (now !== this.#declaredAt) this.#declared.clear();
    this.#declaredAt = now;
    const known = this.#declared.get(server);
    if (known) return known;
    const tools = declareTools(this.#registry.listTools(server), (tool) => this.#shapes?.observed(tool));
    const declared = new Map(tools.map((each) => [each.tool.name, each]));
    this.#declared.set(server, declared);
    return declared;
  }

  /** One tool by `server.tool`, in original names or identifiers. @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN` */
  resolve(name: string): DeclaredTool {
    // Both halves may hold dots, so every split is tried.
    const servers = this.#registry.listServers().map((server) => server.name);
    const matching = servers.filter((server) => name.startsWith(`${server}.`)).toSorted((a, b) => b.length - a.length);
    for (const server of matching) {
      const wanted = name.slice(server.length + 1);
      const declared = this.declared(server);
      const found = declared.get(wanted) ?? [...declared.values()].find(({ identifier }) => identifier === wanted);
      if (found) return found;
    }
    const [server] = matching;
    // It has no such tool, and says which are near.
    if (server !== undefined) this.#registry.getTool(server, name.slice(server.length + 1));
    const everyName = this.#registry.listTools().map((tool) => `${tool.server}.${tool.name}`);
    const code = name.includes(".") ? "SERVER_UNKNOWN" : "TOOL_UNKNOWN";
    throw new CodemodeError(
      code,
      `There is no tool "${name}". Write "server.tool".${didYouMean(name, everyName)} Servers: ${servers.join(", ") || "none"}.`,
    );
  }

  /** @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN` where the tool has gone */
  brief({ server, name }: Tool, language: Language = "typescript"): ToolBrief {
    const declared = this.declared(server).get(name) ?? this.resolve(`${server}.${name}`);
    const { tool, identifier } = declared;
    return {
      server,
      tool: name,
      identifier,
      import: language === "python" ? this.#pythonImport(declared) : typescriptImport(declared),
      signature: language === "python" ? callSignature(declared) : signature(declared),
      description: firstLine(tool.description),
    };
  }

  /** @throws CodemodeError `SERVER_UNKNOWN`, `TOOL_UNKNOWN` */
  details(name: string, detail: Detail = "docs"): ToolDetails {
    const declared = this.resolve(name);
    const { tool, identifier, observed } = declared;
    return {
      server: tool.server,
      tool: tool.name,
      identifier,
      import: typescriptImport(declared),
      description: tool.description,
      declaration: toolDeclaration(declared, { detail }),
      example: exampleCall(declared),
      python_import: this.#pythonImport(declared),
      python: toolStub(declared, detail),
      python_example: pythonExample(declared),
      result: tool.outputSchema === undefined ? (observed ? "observed" : "unknown") : "promised",
      input_schema: tool.inputSchema,
      ...(tool.outputSchema === undefined ? {} : { output_schema: tool.outputSchema }),
      annotations: tool.annotations,
    };
  }

  #pythonImport({ tool, identifier }: DeclaredTool): string {
    const modules = assignIdentifiers(this.#registry.listServers().map(({ name }) => name));
    return `from generated.servers.${modules.get(tool.server)} import ${identifier}`;
  }
}

/** The first line of a description: of a long one its whole sentences within 160 characters, or its words with dots behind them. */
export function firstLine(description: string): string {
  const line = (description.trim().split(/\r\n|[\n\r\u2028\u2029]/)[0] ?? "")
    .slice(0, 2 * MAX_LINE)
    .replaceAll(INVISIBLE, " ")
    .trim();
  if (line.length <= MAX_LINE) return line;
  const cut = line.slice(0, MAX_LINE);
  const sentences = /^.{20,}[.!?](?=\s)/.exec(cut)?.[0];
  return sentences ?? `${cut.replace(/\s+\S*$/, "")} ...`;
}

const MAX_LINE = 160;
/** Control characters, and what turns text around: a server must not decide how an answer looks. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

function typescriptImport({ tool, identifier }: DeclaredTool): string {
  return `import { ${identifier} } from ${JSON.stringify(`generated/servers/${tool.server}`)};`;
}
