import type { SkillLanguage } from "./skill.ts";

/** A tool as code names it. */
export interface NamedTool {
  /** As written: the server's name, or in Python its module's. */
  readonly server: string;
  /** As written: an identifier, or the tool's own name. */
  readonly tool: string;
}

/** The tools that code names, by its text: what it makes up as it runs is not among them. */
export function neededTools(code: string, language: SkillLanguage): NamedTool[] {
  const found = new Map<string, NamedTool>();
  const add = (server: string, tool: string): void => void found.set(`${server}\n${tool}`, { server, tool });
  const members = (alias: string, server: string): void => {
    for (const [, tool = ""] of code.matchAll(
      new RegExp(`(?<![.\\w$])${escape(alias)}\\s*\\.\\s*([\\p{ID_Start}_$][\\p{ID_Continue}$]*)`, "gu"),
    ))
      add(server, tool);
  };
  if (language === "python") {
    for (const [, server = "", list = ""] of code.matchAll(
      /^[ \t]*from[ \t]+generated\.servers\.(\w+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)/gmu,
    ))
      for (const name of namesIn(list)) add(server, name.imported);
    for (const [, list = ""] of code.matchAll(/^[ \t]*from[ \t]+generated\.servers[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)/gmu))
      for (const name of namesIn(list)) members(name.local, name.imported);
  } else {
    const imports = /\bimport\s+(?:(\*)\s+as\s+([\w$]+)|\{([^}]*)\})\s+from\s+(["'])generated\/servers\/([^"'\n]+)\4/gu;
    for (const [, star, alias = "", list = "", , server = ""] of code.matchAll(imports)) {
      if (star === "*") members(alias, server);
      else for (const name of namesIn(list)) add(server, name.imported);
    }
  }
  for (const [, dotted, , quoted, tool, , odd] of code.matchAll(
    /(?<![.\w$])servers\s*(?:\.\s*([\w$]+)|\[\s*(["'])([^"'\n]+)\2\s*\])\s*(?:\.\s*([\w$]+)|\[\s*(["'])([^"'\n]+)\5\s*\])/gu,
  ))
    add(dotted ?? quoted ?? "", tool ?? odd ?? "");
  return [...found.values()].slice(0, MAX_TOOLS);
}

const MAX_TOOLS = 100;

function namesIn(list: string): { readonly imported: string; readonly local: string }[] {
  return list
    .replaceAll(/[()\\]/g, " ")
    .split(",")
    .flatMap((each) => {
      const [, imported, local] = /^\s*(?:type\s+)?["']?([^\s"',]+)["']?(?:\s+as\s+([\w$]+))?\s*(?:#.*)?$/su.exec(each) ?? [];
      return imported === undefined ? [] : [{ imported, local: local ?? imported }];
    });
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
