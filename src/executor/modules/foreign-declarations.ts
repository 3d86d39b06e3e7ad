import { toIdentifier } from "../../bindings/names.ts";
import { annotationToTypeScript } from "../../bindings/python/annotation.ts";
import type { SkillFunctionOf } from "./skill-source.ts";

/** The declarations of a Python skill's functions as TypeScript programs call them: all give promises, as they run in another process. */
export function declareForeignSkill(functions: readonly SkillFunctionOf[]): string {
  return functions
    .map((each) => {
      const name = toIdentifier(each.name);
      const declared = `declare function ${name}(${parameters(each)}): Promise<${result(each)}>;`;
      // What is a keyword here can still be exported under its name.
      return name === each.name ? `export ${declared}` : `${declared}\nexport { ${name} as ${each.name} };`;
    })
    .join("\n");
}

/** As they stand in a signature: in their order, and in one object behind them what Python takes by name alone. */
function parameters({ parameters: all }: SkillFunctionOf): string {
  const places = all.filter(({ kind }) => kind === "positional");
  // TypeScript has no parameter that must be given behind one that may be left out.
  const firstOptional = places.findIndex(({ optional }) => optional);
  const written = places.map(
    ({ name, type }, at) => `${toIdentifier(name)}${firstOptional >= 0 && at >= firstOptional ? "?" : ""}: ${typeOf(type)}`,
  );
  const named = all.filter(({ kind }) => kind === "keyword");
  const open = all.some(({ kind }) => kind === "keywords");
  if (named.length > 0 || open) {
    const fields = named.map(({ name, type, optional }) => `${name}${optional ? "?" : ""}: ${typeOf(type)}`);
    const needed = named.some(({ optional }) => !optional) && firstOptional < 0;
    const name = places.some((place) => toIdentifier(place.name) === "options") ? "named" : "options";
    written.push(`${name}${needed ? "" : "?"}: { ${[...fields, ...(open ? ["[name: string]: any"] : [])].join("; ")} }`);
  }
  const rest = all.find(({ kind }) => kind === "rest");
  // Behind any number of arguments there is no place for what goes by name.
  return rest === undefined ? written.join(", ") : [...written.slice(0, places.length), "...rest: any[]"].join(", ");
}

function result({ result: annotation }: SkillFunctionOf): string {
  return annotation === undefined ? "any" : annotationToTypeScript(annotation);
}

function typeOf(annotation: string | undefined): string {
  return annotation === undefined ? "any" : annotationToTypeScript(annotation);
}
