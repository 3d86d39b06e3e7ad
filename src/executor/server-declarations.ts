import { declareTools } from "../bindings/declared-tool.ts";
import type { ObservedResult } from "../bindings/result-model.ts";
import { fromSchema } from "../bindings/schema/from-schema.ts";
import type { TypeModel } from "../bindings/type-model.ts";
import { serverDeclaration } from "../bindings/typescript/declarations.ts";
import { stringLiteral } from "../bindings/untrusted-text.ts";
import { ORIGINAL_NAMES } from "../check/program-text.ts";
import type { CheckedModule } from "../check/type-checker.ts";
import type { ToolRegistry } from "../registry/registry.ts";
import type { Tool } from "../registry/tool.ts";
import { PerServer } from "./per-server.ts";

/** What has been seen of the results of tools that promise none. */
export interface ObservedResults {
  observed(tool: Tool): ObservedResult | undefined;
  /** Grows with everything new that is seen. */
  readonly version: number;
}

/** The modules of servers as the check sees them, each made again only when its tools or what was seen of them have changed. */
export class ServerDeclarations {
  readonly #registry: ToolRegistry;
  readonly #results: ObservedResults | undefined;
  readonly #modules = new PerServer<CheckedModule>();

  constructor(registry: ToolRegistry, results: ObservedResults | undefined) {
    this.#registry = registry;
    this.#results = results;
  }

  /** @throws CodemodeError `SERVER_UNKNOWN` */
  of(server: string): CheckedModule {
    const tools = this.#registry.listTools(server);
    return this.#modules.of(server, tools, this.#results?.version ?? 0, () => declareModule(server, tools, this.#results));
  }
}

function declareModule(server: string, tools: readonly Tool[], results: ObservedResults | undefined): CheckedModule {
  const options = { detail: "signature", openness: "exact" } as const;
  const plain = declareTools(tools);
  const observed = results ? declareTools(tools, (tool) => results.observed(tool)) : plain;
  const originals = plain.filter(({ identifier, tool }) => identifier !== tool.name && tool.name !== "then");
  const names = originals.map(({ identifier, tool }) => `${stringLiteral(tool.name)}: typeof ${identifier}`).join("; ");
  const behind = `export declare const ${ORIGINAL_NAMES}: { ${names} };\n`;
  const inputs = new Map<string, TypeModel>();
  return {
    specifier: `generated/servers/${server}`,
    promised: `${serverDeclaration(plain, options)}${behind}`,
    ...(observed.some((tool) => tool.observed) ? { observed: `${serverDeclaration(observed, options)}${behind}` } : {}),
    parameters(identifier) {
      const known = inputs.get(identifier);
      const tool = plain.find((each) => each.identifier === identifier)?.tool;
      if (known || !tool) return known;
      const { type } = fromSchema(tool.inputSchema);
      inputs.set(identifier, type);
      return type;
    },
  };
}
