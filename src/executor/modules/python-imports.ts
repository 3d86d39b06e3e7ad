import { assignIdentifiers } from "../../bindings/names.ts";
import { pythonManifest } from "../../bindings/python/manifest.ts";
import type { ToolRegistry } from "../../registry/registry.ts";
import type { ServerManifest } from "../../sandbox/messages.ts";
import { PerServer } from "../per-server.ts";

/**
 * Finds servers by the names that stand in a text; all where it may make names as it runs, or names one that is none: the guest tells the
 * nearest.
 */
export function serverFinder(registry: ToolRegistry): (text: string) => ServerManifest[] {
  const manifests = new PerServer<ServerManifest>();
  return (text) => {
    const names = registry.listServers().map(({ name }) => name);
    const modules = assignIdentifiers(names);
    const known = new Set(modules.values());
    const dynamic =
      /\b(?:importlib|__import__|getattr|exec|eval)\b|\bservers\s*\[|\bgenerated\.servers\s*$|\bservers\b(?!\s*[.\w])/m.test(text) ||
      namedServers(text).some((name) => !known.has(name));
    const words = new Set(text.normalize("NFKC").match(/[\p{XID_Start}_]\p{XID_Continue}*/gu));
    // What is called without an import: the guest tells where it can be imported from.
    const called = new Set([...text.matchAll(/\bawait\s+(\w+)\s*\(/gu)].map(([, name]) => name as string));
    return names
      .map((name) => ({ name, module: modules.get(name) as string, tools: registry.listTools(name) }))
      .filter(({ module, tools }) => dynamic || words.has(module) || tools.some((tool) => called.has(tool.name)))
      .map(({ name, module, tools }) => manifests.of(name, tools, module, () => pythonManifest(name, module, tools)));
  };
}

function namedServers(text: string): string[] {
  const imported = [...text.matchAll(/\bgenerated\.servers[ \t]+import[ \t]+([^\n#;]*)/gu)].flatMap(([, list = ""]) =>
    list.split(",").flatMap((each) => /[\p{XID_Start}_]\p{XID_Continue}*/u.exec(each)?.[0] ?? []),
  );
  return [...imported, ...[...text.matchAll(/\bservers\s*\.\s*([\p{XID_Start}_]\p{XID_Continue}*)/gu)].map(([, name]) => name as string)];
}

/** The skills that a text imports. */
export function importedSkills(text: string): Set<string> {
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
