import { serverManifest } from "../../bindings/manifest.ts";
import { didYouMean } from "../../closest-names.ts";
import { CodemodeError } from "../../errors.ts";
import type { ToolRegistry } from "../../registry/registry.ts";
import type { ServerManifest } from "../../sandbox/messages.ts";
import type { ImportedModule, PreparedProgram } from "../prepare/prepare.ts";
import type { FollowSkill } from "./module-graph.ts";

/**
 * Finds every module that a program or skill imports, and every name that it takes from one.
 * @param path the skills that led here, the importing one last; empty for a program
 * @returns the servers that it reaches
 * @throws CodemodeError `MODULE_UNKNOWN`, `SERVER_UNKNOWN`, `TOOL_UNKNOWN`, `SKILL_CYCLE`, `SYNTAX`, with the place of the import in `data`
 */
export async function followImports(
  importer: PreparedProgram,
  { registry, follow, path = [] }: { readonly registry: ToolRegistry; readonly follow: FollowSkill; readonly path?: readonly string[] },
): Promise<ServerManifest[]> {
  const servers = new Map<string, ServerManifest>();
  if (importer.dynamic) for (const { name } of registry.listServers()) bind(name);
  for (const each of importer.imports) {
    try {
      const provided = await provide(each);
      for (const { name, position } of each.names) {
        if (!provided.has(name)) throw unknownName(each, name, provided.all(), position);
      }
    } catch (error) {
      throw placed(error, each, path);
    }
  }
  return [...servers.values()];

  async function provide({ specifier }: ImportedModule): Promise<Provided> {
    const server = /^generated\/servers\/(.+)$/s.exec(specifier)?.[1];
    if (server !== undefined) {
      const { tools } = bind(server);
      return { has: (name) => tools.some((names) => names.includes(name)), all: () => tools.flat() };
    }
    const skill = /^skills\/(.+)$/s.exec(specifier)?.[1];
    if (skill !== undefined) {
      const exports = await follow(skill, path);
      return { has: (name) => exports.includes(name), all: () => exports };
    }
    throw new CodemodeError(
      "MODULE_UNKNOWN",
      `There is no module "${specifier}". Programs import "generated/servers/<server>" and "skills/<name>".`,
    );
  }

  function bind(server: string): ServerManifest {
    const bound = servers.get(server) ?? serverManifest(server, registry.listTools(server));
    servers.set(server, bound);
    return bound;
  }
}

/** The names that a module has. Thousands, of some servers: a list of them is made for an error only. */
interface Provided {
  has(name: string): boolean;
  all(): readonly string[];
}

function unknownName(module: ImportedModule, name: string, provided: readonly string[], position: object): CodemodeError {
  const list = provided.length === 0 ? " It has none." : "";
  const isServer = module.specifier.startsWith("generated/");
  return new CodemodeError(
    isServer ? "TOOL_UNKNOWN" : "MODULE_UNKNOWN",
    `"${module.specifier}" has no ${isServer ? "tool" : "export"} "${name}".${didYouMean(name, provided)}${list}`,
    { data: { ...position } },
  );
}

/** The error with the place of the import; a mistake inside a skill names the skill. */
function placed(error: unknown, module: ImportedModule, path: readonly string[]): unknown {
  if (!(error instanceof CodemodeError)) return error;
  const inSkill = path.length > 0 || error.code === "SYNTAX";
  const line = error.code === "SYNTAX" ? `, line ${String(error.data.line)}, column ${String(error.data.column)}` : "";
  const message =
    inSkill && error.data.file === undefined ? `In ${path.at(-1) ?? module.specifier}${line}: ${error.message}` : error.message;
  const place = inSkill ? { ...module.position, file: path[0] ?? module.specifier } : { ...module.position, ...error.data };
  return new CodemodeError(error.code, message, { cause: error, data: place });
}
