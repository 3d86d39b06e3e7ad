import { serverManifest } from "../bindings/manifest.ts";
import { didYouMean } from "../closest-names.ts";
import { CodemodeError } from "../errors.ts";
import type { ToolRegistry } from "../registry/registry.ts";
import type { ServerManifest, SkillModule } from "../sandbox/messages.ts";
import type { Language } from "./languages/language.ts";
import type { ImportedModule, PreparedProgram } from "./prepare/prepare.ts";
import { prepareSafely } from "./prepare/preparer.ts";

/** Where the executor finds the code of skills. */
export interface SkillSource {
  /**
   * A skill that a program of this language can import.
   * @throws CodemodeError `MODULE_UNKNOWN` with the closest names
   */
  get(name: string, language: Language): Promise<{ readonly name: string; readonly code: string }>;
}

/** A skill as a module, prepared and as written. */
export interface LinkedSkill extends SkillModule {
  readonly prepared: PreparedProgram;
  readonly source: string;
}

/** All that a program needs to be there before it starts. */
export interface LinkedModules {
  readonly servers: readonly ServerManifest[];
  readonly skills: readonly LinkedSkill[];
}

/**
 * Finds every module that a program imports, directly or through skills, and every name that it takes from one.
 * @throws CodemodeError `MODULE_UNKNOWN`, `SERVER_UNKNOWN`, `TOOL_UNKNOWN`, `SKILL_CYCLE`, `SYNTAX`, with the place of the import in `data`
 */
export async function linkModules(program: PreparedProgram, registry: ToolRegistry, skillSource: SkillSource): Promise<LinkedModules> {
  const servers = new Map<string, ServerManifest>();
  const skills = new Map<string, LinkedSkill>();
  await link(program, []);
  return { servers: [...servers.values()], skills: [...skills.values()] };

  async function link(importer: PreparedProgram, path: readonly string[]): Promise<void> {
    if (importer.dynamic) for (const { name } of registry.listServers()) bind(name);
    for (const each of importer.imports) {
      try {
        const provided = await provide(each, path);
        for (const { name, position } of each.names) {
          if (!provided.includes(name)) throw unknownName(each, name, provided, position);
        }
      } catch (error) {
        throw placed(error, each, path);
      }
    }
  }

  async function provide({ specifier }: ImportedModule, path: readonly string[]): Promise<readonly string[]> {
    const server = /^generated\/servers\/(.+)$/s.exec(specifier)?.[1];
    if (server !== undefined) return bind(server).tools.flat();
    const skill = /^skills\/(.+)$/s.exec(specifier)?.[1];
    if (skill === undefined) {
      throw new CodemodeError(
        "MODULE_UNKNOWN",
        `There is no module "${specifier}". Programs import "generated/servers/<server>" and "skills/<name>".`,
      );
    }
    if (path.includes(specifier))
      throw new CodemodeError("SKILL_CYCLE", `Skills import each other in a circle: ${[...path, specifier].join(" -> ")}.`);
    const known = skills.get(specifier);
    if (known) return known.prepared.exports;
    const { code } = await skillSource.get(skill, "typescript");
    const prepared = await prepareSafely(code, "module");
    await link(prepared, [...path, specifier]);
    skills.set(specifier, { specifier, file: `${specifier}.ts`, code: prepared.code, prepared, source: code });
    return prepared.exports;
  }

  function bind(server: string): ServerManifest {
    const bound = servers.get(server) ?? serverManifest(server, registry.listTools(server));
    servers.set(server, bound);
    return bound;
  }
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
