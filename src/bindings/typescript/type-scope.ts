import type { TypeModelWithNames } from "../type-model.ts";
import { printType, type PrintOptions } from "./print-type.ts";

/** The named types of one module: equal ones once, different ones of one name apart. */
export interface TypeScope {
  /** The text of a type here; what it names is declared in `declarations`. */
  print(model: TypeModelWithNames): string;
  /** `type X = ...;` of every named type, in order of first use. */
  readonly declarations: readonly string[];
}

/**
 * @param options how types are printed
 * @param taken names that a type must not have
 */
export function createTypeScope(options: PrintOptions = {}, taken: ReadonlySet<string> = new Set()): TypeScope {
  const texts = new Map<string, string>();
  return {
    print({ type, named }) {
      if (named.size === 0) return printType(type, options);
      for (let count = 1; ; count += 1) {
        const names = new Map([...named.keys()].map((name) => [name, nameFor(name, count, taken)]));
        const nameOf = (name: string): string => names.get(name) ?? name;
        const declared = [...named].map(([name, each]) => [nameOf(name), printType(each, { ...options, nameOf })] as const);
        if (!declared.every(([name, text]) => (texts.get(name) ?? text) === text)) continue;
        for (const [name, text] of declared) texts.set(name, text);
        return printType(type, { ...options, nameOf });
      }
    },
    get declarations() {
      return [...texts].map(([name, text]) => `type ${name} = ${text};\n`);
    },
  };
}

function nameFor(name: string, count: number, taken: ReadonlySet<string>): string {
  const free = RESERVED.has(name) || taken.has(name) ? `${name}_` : name;
  return count === 1 ? free : `${free}_${count}`;
}

/** What a type alias can't be called, or what the printed types themselves use. */
const RESERVED = new Set(
  "any unknown never string number boolean bigint symbol object void null undefined Promise Record Array".split(" "),
);
