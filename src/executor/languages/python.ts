import { pythonManifest } from "../../bindings/python/manifest.ts";
import { assignIdentifiers } from "../../bindings/names.ts";
import type { CheckReport } from "../../check/type-checker.ts";
import { CodemodeError } from "../../errors.ts";
import type { ToolRegistry } from "../../registry/registry.ts";
import type { ServerManifest, SkillModule, WireError } from "../../sandbox/messages.ts";
import type { SkillSource } from "../modules.ts";
import { PerServer } from "../per-server.ts";
import { stripFence } from "../prepare/fence.ts";
import { underline } from "../prepare/syntax-error.ts";
import type { ExecutionError } from "../result.ts";
import type { LanguageSupport } from "./language.ts";

/**
 * Python: CPython itself compiles the program, in the sandbox, and looks for mistakes first. The host only sends along what the program's
 * text may mean: the servers and skills whose names stand in it.
 */
export function python(registry: ToolRegistry): LanguageSupport {
  const manifests = new PerServer<ServerManifest>();
  return {
    async link(code, session, skills) {
      const source = stripFence(code);
      if (source.trim() === "") {
        throw new CodemodeError("EMPTY_PROGRAM", "The program is empty. Write at least one statement.", { data: { line: 1, column: 1 } });
      }
      const found = await linkSkills(source, skills);
      const texts = [source, ...found.map((skill) => skill.code)];
      return {
        servers: manifestsFor(texts, registry, manifests),
        skills: found,
        check: () => Promise.resolve(unchecked),
        admit: () => ({ file: session.nameProgram("py"), code: source }),
        toError: (error, file) => toPythonError(error, file, source),
      };
    },
  };
}

const unchecked: CheckReport = { kind: "checked", findings: [], loosened: [] };

/** Servers by the names that stand in the texts; all where a text may make names as it runs, or names one that is none: the guest tells the nearest. */
function manifestsFor(texts: readonly string[], registry: ToolRegistry, manifests: PerServer<ServerManifest>): ServerManifest[] {
  const names = registry.listServers().map(({ name }) => name);
  const modules = assignIdentifiers(names);
  const known = new Set(modules.values());
  const dynamic = texts.some(
    (text) =>
      /\b(?:importlib|__import__|getattr|exec|eval)\b|\bservers\s*\[|\bgenerated\.servers\s*$|\bservers\b(?!\s*[.\w])/m.test(text) ||
      namedServers(text).some((name) => !known.has(name)),
  );
  const words = new Set(texts.flatMap((text) => text.normalize("NFKC").match(/[\p{XID_Start}_]\p{XID_Continue}*/gu) ?? []));
  // What is called without an import: the guest tells where it can be imported from.
  const called = new Set(texts.flatMap((text) => [...text.matchAll(/\bawait\s+(\w+)\s*\(/gu)].map(([, name]) => name as string)));
  return names
    .map((name) => ({ name, module: modules.get(name) as string, tools: registry.listTools(name) }))
    .filter(({ module, tools }) => dynamic || words.has(module) || tools.some((tool) => called.has(tool.name)))
    .map(({ name, module, tools }) => manifests.of(name, tools, module, () => pythonManifest(name, module, tools)));
}

function namedServers(text: string): string[] {
  const imported = [...text.matchAll(/\bgenerated\.servers[ \t]+import[ \t]+([^\n#;]*)/gu)].flatMap(([, list = ""]) =>
    list.split(",").flatMap((each) => /[\p{XID_Start}_]\p{XID_Continue}*/u.exec(each)?.[0] ?? []),
  );
  return [...imported, ...[...text.matchAll(/\bservers\s*\.\s*([\p{XID_Start}_]\p{XID_Continue}*)/gu)].map(([, name]) => name as string)];
}

/** The skills that a text imports, and those that they import; what a skill needs comes before it. */
async function linkSkills(source: string, skills: SkillSource): Promise<SkillModule[]> {
  const linked = new Map<string, SkillModule>();
  await link(source, []);
  return [...linked.values()];

  async function link(text: string, path: readonly string[]): Promise<void> {
    for (const name of importedSkills(text)) {
      const specifier = `skills/${name}`;
      if (path.includes(specifier))
        throw new CodemodeError("SKILL_CYCLE", `Skills import each other in a circle: ${[...path, specifier].join(" -> ")}.`);
      if (linked.has(specifier)) continue;
      const { code } = await skills.get(name, "python");
      await link(code, [...path, specifier]);
      linked.set(specifier, { specifier, file: `${specifier}.py`, code });
    }
  }
}

function importedSkills(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(/^[ \t]*(?:from|import)[ \t]+skills\.(\w+)/gmu)) names.add(name as string);
  for (const [, list = ""] of text.matchAll(/^[ \t]*from[ \t]+skills[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)/gmu)) {
    for (const each of list.replaceAll(/[()\\]/g, " ").split(",")) {
      const name = /\w+/u.exec(each)?.[0];
      if (name !== undefined) names.add(name);
    }
  }
  return names;
}

/** The guest says itself where it happened: its traceback shows the program's frames alone. */
function toPythonError(error: WireError, file: string, source: string): ExecutionError {
  const { place } = error;
  const own = place?.file === file ? { line: place.line, column: place.column } : undefined;
  const detail = error.stack ?? (own && underline(source, own.line, own.column));
  return {
    kind: error.name === "ToolError" ? "tool" : "program",
    code: error.code ?? "PROGRAM_FAILED",
    name: error.name,
    message: error.message,
    ...own,
    ...(detail === undefined ? {} : { detail }),
  };
}
