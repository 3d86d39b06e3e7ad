import type { CheckRequest, EarlierProgram } from "./type-checker.ts";

/**
 * Where a program of a session stands among the compiler's files: at its place in the row, not under a name of its own, because another text
 * in a file costs the compiler much less than another file.
 */
export function earlierPath(root: string, place: number): string {
  return `${root}/session/${place}.ts`;
}

/**
 * A program as a module that sees the variables of earlier ones: imports and exports stand behind it, so that every place in it stays where
 * it is.
 */
export function moduleText(
  program: Pick<CheckRequest, "source" | "names" | "loose"> & { readonly exported?: readonly string[] },
  earlier: readonly EarlierProgram[],
): string {
  const own = new Set(program.names);
  const loose = new Set(program.loose);
  const taken = new Set<string>();
  const lines: string[] = [];
  for (const [place, each] of [...earlier.entries()].toReversed()) {
    const names = each.names.filter((name) => !own.has(name) && !taken.has(name));
    for (const name of names) taken.add(name);
    const typed = names.filter((name) => !loose.has(name));
    if (typed.length > 0) lines.push(`import { ${typed.join(", ")} } from "session/${place}";`);
    for (const name of names) if (loose.has(name)) lines.push(`declare var ${name}: any;`);
  }
  const exported = new Set(program.exported);
  const named = program.names.filter((name) => !exported.has(name));
  return `${program.source}\n${lines.join(" ")} export { ${named.join(", ")} };\n`;
}

/** The declaration of `servers`: the bindings of those that have a module here, anything for the others. */
export function serversText({ modules, servers }: CheckRequest): string {
  const declared = new Set(modules.map(({ specifier }) => specifier));
  const lines = servers.map((server) => {
    const specifier = `generated/servers/${server}`;
    const module = `typeof import(${JSON.stringify(specifier)})`;
    return `  readonly ${JSON.stringify(server)}: ${declared.has(specifier) ? `${module} & ${module}.${ORIGINAL_NAMES}` : "any"};\n`;
  });
  return `interface Servers {\n${lines.join("")}}\ndeclare const servers: Servers;\n`;
}

/** The export of a module's declaration that has the tools whose own name is no identifier, by that name. */
export const ORIGINAL_NAMES = "codemode$originalNames";
