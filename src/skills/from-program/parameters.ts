import { toIdentifier } from "../../bindings/names.ts";
import { didYouMean } from "../../closest-names.ts";
import type { ProposedParameter } from "./from-program.ts";
import type { Refuse } from "./refuser.ts";

/** A literal in a program's text. */
export interface FoundLiteral {
  /** The value of an argument, or of a top-level variable whose declaration is not needed once it is a parameter. */
  readonly kind: "argument" | "variable";
  /** The argument's or the variable's. */
  readonly name: string;
  readonly type: string;
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
}

/** A proposed parameter, and where its literal stands. */
export interface NamedLiteral extends ProposedParameter {
  readonly kind: FoundLiteral["kind"];
  readonly places: readonly { readonly start: number; readonly end: number }[];
}

/** Gives each literal a name that nothing else has; the same value of the same argument is one parameter. */
export function nameLiterals(code: string, found: readonly FoundLiteral[], names: ReadonlySet<string>): NamedLiteral[] {
  const taken = new Set(names);
  const named = new Map<string, NamedLiteral>();
  for (const { kind, name, type, value, start, end } of found.toSorted((a, b) => a.start - b.start)) {
    const key = JSON.stringify([kind, name, type, value]);
    const same = named.get(key);
    const place = { start, end };
    if (same !== undefined) named.set(key, { ...same, places: [...same.places, place] });
    else {
      const line = code.slice(0, start).split("\n").length;
      named.set(key, { kind, name: kind === "variable" ? name : freeName(toIdentifier(name), taken), type, value, line, places: [place] });
    }
  }
  return [...named.values()];
}

function freeName(base: string, taken: Set<string>): string {
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
  taken.add(name);
  return name;
}

/** Those that were asked for, in that order; all where nothing was said. */
export function chooseParameters(
  proposed: readonly NamedLiteral[],
  wanted: readonly string[] | undefined,
  refuse: Refuse,
): readonly NamedLiteral[] {
  if (wanted === undefined) return proposed;
  const names = proposed.map(({ name }) => name);
  return [...new Set(wanted)].map((name) => {
    const found = proposed.find((each) => each.name === name);
    if (found !== undefined) return found;
    const others = names.length === 0 ? "It has no literals that can" : `These can: ${names.join(", ")}`;
    throw refuse(0, `it has no literal "${name}" that can become a parameter.${didYouMean(name, names)} ${others}`);
  });
}

/** The parameters as a caller sees them. */
export function toProposed(chosen: readonly NamedLiteral[]): ProposedParameter[] {
  return chosen.map(({ name, type, value, line }) => ({ name, type, value, line }));
}

/** `(path: string = "a.txt")`, on one line where it fits. */
export function parameterList(code: string, chosen: readonly NamedLiteral[], withDefaults: boolean, indent: string): string {
  const written = chosen.map(({ name, type, places: [place] }) => {
    const text = withDefaults && place !== undefined ? ` = ${code.slice(place.start, place.end)}` : "";
    return `${name}: ${type}${text}`;
  });
  const line = written.join(", ");
  return line.length <= WIDTH && !line.includes("\n") ? `(${line})` : `(\n${written.map((each) => `${indent}${each},\n`).join("")})`;
}

const WIDTH = 110;
