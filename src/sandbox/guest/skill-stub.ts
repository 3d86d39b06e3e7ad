import type { SkillArguments, SkillStubFunction } from "../messages.ts";
import { ask } from "./requests.ts";
import { checkArguments } from "./values.ts";

/** Calls a function of a skill that another process runs: data in, data out. @throws TypeError where the arguments don't fit it */
export async function callSkill(skill: string, stub: SkillStubFunction, args: readonly unknown[]): Promise<unknown> {
  const fitted = fitArguments(stub, args);
  checkArguments(fitted.args, "arguments");
  checkArguments(fitted.named, "arguments");
  return ask({ kind: "skill", skill, function: stub.name, ...fitted });
}

/**
 * The arguments as Python takes them: those that stand in a place, and by name what is taken by name alone. The latter are the properties of
 * one object behind the others; where any number of these may be given, nothing goes by name. Where `undefined` leaves a place out, what follows goes by name.
 */
function fitArguments({ name, parameters }: SkillStubFunction, given: readonly unknown[]): SkillArguments {
  const places = parameters.filter(({ kind }) => kind === "positional");
  const hasRest = parameters.some(({ kind }) => kind === "rest");
  const byName = parameters.filter(({ kind }) => kind === "keyword" || kind === "keywords");
  const named: Record<string, unknown> = {};
  let args = [...given];
  const options = !hasRest && args.length > places.length && byName.length > 0 ? args.at(-1) : undefined;
  if (typeof options === "object" && options !== null && !Array.isArray(options)) {
    args.pop();
    for (const [key, value] of Object.entries(options)) if (value !== undefined) named[key] = value;
  }
  if (args.length > places.length && !hasRest)
    throw new TypeError(`${name} takes ${places.length === 0 ? "no" : `at most ${places.length}`} arguments in a row, not ${args.length}.`);
  const hole = args.indexOf(undefined);
  if (hole >= 0 && hole < places.length) {
    for (const [at, value] of args.entries()) {
      const place = places[at];
      if (at > hole && place && value !== undefined) named[place.name] = value;
    }
    args = args.slice(0, hole);
  }
  return Object.keys(named).length === 0 ? { args } : { args, named };
}
