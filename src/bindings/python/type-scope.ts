import { toIdentifier } from "../names.ts";
import type { ObjectModel, PropertyModel, TypeModel, TypeModelWithNames } from "../type-model.ts";
import { docLines, type Detail } from "../doc-lines.ts";
import { docstring, isFieldName, pythonString } from "./python-text.ts";

/** The types of one Python module: every object with named keys is a `TypedDict` of its own. */
export interface PythonTypes {
  /** The annotation of a type; `hint` is the name for an object that has none. */
  annotate(model: TypeModelWithNames, hint: string): string;
  /** The text of every type that annotations name. */
  readonly declarations: readonly string[];
}

/**
 * @param taken names that a class must not have: the module's functions and what it imports
 * @param word how a type of Python is spelled in this module, where a tool may be called `list`
 */
export function createPythonTypes(detail: Detail, taken: ReadonlySet<string>, word: (name: string) => string): PythonTypes {
  const declarations: string[] = [];
  const used = new Set(taken);
  const byText = new Map<string, string>();

  const free = (wanted: string): string => {
    const base = pascalCase(wanted);
    let name = base;
    for (let count = 2; used.has(name); count += 1) name = `${base}${count}`;
    used.add(name);
    return name;
  };

  return {
    declarations,
    annotate({ type, named }, hint) {
      const names = new Map([...named.keys()].map((name) => [name, free(name)]));
      for (const [name, each] of named) {
        const own = names.get(name) as string;
        if (each.kind === "object" && each.properties.length > 0) declare(each, own);
        else declarations.push(`type ${own} = ${annotation(each, own)}\n`);
      }
      return annotation(type, hint);

      function annotation(each: TypeModel, near: string): string {
        switch (each.kind) {
          case "unknown":
            return word("Any");
          case "never":
            return word("Never");
          case "primitive":
            return each.name === "null" ? "None" : word(PRIMITIVES[each.name]);
          case "literal":
            return literals([each], word);
          case "array":
            return `${word("list")}[${annotation(each.items, `${near} item`)}]`;
          case "tuple": {
            const items = [...each.items, ...(each.rest ? [each.rest] : [])].map((item, index) =>
              annotation(item, `${near} item ${index + 1}`),
            );
            return `${word("list")}[${[...new Set(items)].join(" | ") || word("Any")}]`;
          }
          case "object":
            return objectAnnotation(each, near);
          case "union": {
            const words = each.members.filter((member) => member.kind === "literal");
            const others = each.members.filter((member) => member.kind !== "literal").map((member) => annotation(member, near));
            return [...new Set([...(words.length > 0 ? [literals(words, word)] : []), ...others])].join(" | ");
          }
          case "intersection":
            // Python has no intersections; the part with the names says most.
            return annotation(each.members.find((member) => member.kind === "object") ?? (each.members[0] as TypeModel), near);
          case "reference":
            return names.get(each.name) ?? word("Any");
        }
      }

      function objectAnnotation(each: ObjectModel, near: string): string {
        if (each.properties.length === 0) {
          const values = typeof each.extra === "object" ? annotation(each.extra, `${near} value`) : word("Any");
          return `${word("dict")}[${word("str")}, ${values}]`;
        }
        const key = JSON.stringify(each);
        const known = byText.get(key);
        if (known !== undefined && named.size === 0) return known;
        const name = free(near);
        byText.set(key, name);
        declare(each, name);
        return name;
      }

      function declare({ properties }: ObjectModel, name: string): void {
        const at = declarations.push("") - 1;
        const fields = properties.map((property) => ({ property, type: field(property, name) }));
        declarations[at] = fields.every(({ property }) => isFieldName(property.name))
          ? `class ${name}(${word("TypedDict")}):\n${fields.map((each) => fieldLine(each.property, each.type)).join("")}`
          : `${name} = ${word("TypedDict")}(${pythonString(name)}, {${fields.map((each) => `${pythonString(each.property.name)}: ${each.type}`).join(", ")}})\n`;
      }

      function field({ name, optional, type: inner }: PropertyModel, owner: string): string {
        const text = annotation(inner, `${owner} ${name}`);
        return optional ? `${word("NotRequired")}[${text}]` : text;
      }

      function fieldLine({ name, docs }: PropertyModel, text: string): string {
        return `    ${name}: ${text}\n${docstring(docLines(docs, detail), "    ")}`;
      }
    },
  };
}

const PRIMITIVES = { string: "str", number: "float", integer: "int", boolean: "bool" } as const;

/** `Literal[...]` of texts, booleans and whole numbers; Python has no literal types of fractions. */
function literals(types: readonly TypeModel[], word: (name: string) => string): string {
  const words: string[] = [];
  let fractions = false;
  for (const type of types) {
    if (type.kind !== "literal") continue;
    const { value } = type;
    if (typeof value === "number" && !Number.isSafeInteger(value)) fractions = true;
    else
      words.push(typeof value === "string" ? pythonString(value) : typeof value === "boolean" ? (value ? "True" : "False") : String(value));
  }
  return [...(words.length > 0 ? [`${word("Literal")}[${words.join(", ")}]`] : []), ...(fractions ? [word("float")] : [])].join(" | ");
}

function pascalCase(text: string): string {
  const words = toIdentifier(text)
    .split(/_+/)
    .filter((word) => word !== "");
  const name = words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join("");
  return /^\p{XID_Start}/u.test(name) ? name.slice(0, 80) : `T${name.slice(0, 80)}`;
}
