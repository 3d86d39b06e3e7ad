import type { PreparedCode, SkillArguments } from "../messages.ts";
import { createBindings, type Bindings } from "./bindings.ts";
import { importSkill } from "./skills.ts";

/** What prepared code is given; see `executor/prepare` for the code that uses it. */
interface ProgramRuntime {
  /** The module for an import specifier. */
  readonly load: (specifier: string) => Promise<object>;
  /** Makes a top-level variable last: a getter, and a setter where it may be assigned, under its name. */
  readonly publish: (name: string, get: () => unknown, set?: (value: unknown) => void) => void;
  /** Makes the top-level variables last that no function sees, when the program ends. */
  readonly keep: (values: Readonly<Record<string, unknown>>) => void;
  /** What such a variable holds before it has its first value. */
  readonly unset: symbol;
  /** What `servers` is in it. */
  readonly servers: object;
}

type Prepared = (runtime: ProgramRuntime) => Promise<unknown>;

let evaluate: (code: string, file: string) => unknown;
const define = Object.defineProperty;
const entriesOf = Object.entries;
const unset = Symbol("unset");
const own = createBindings();

/** `servers`, as programs have it. */
export const { servers } = own;

/** Says how code is evaluated; before any is. */
export function evaluateWith(engine: typeof evaluate): void {
  evaluate = engine;
}

/**
 * Runs a program; its top-level variables become properties of the global object, so that they last: those that a function sees read and
 * write the program's own variable, so that closures keep working, and the others have the values that they had in the end, so that a loop
 * over them runs as fast as over any local variable.
 */
export async function runProgram(program: PreparedCode): Promise<unknown> {
  const published: string[] = [];
  // RegExp.lastMatch and its like would show what the runtime matched last.
  /x?/.test("");
  try {
    return await start(program, {
      load: (specifier) => load(specifier, own),
      servers,
      publish(name, get, set) {
        published.push(name);
        define(globalThis, name, { get, set: set ?? refuse(name), configurable: true, enumerable: true });
      },
      keep,
      unset,
    });
  } finally {
    for (const name of published) forgetUnlessInitialised(name);
  }
}

function start({ code, file }: PreparedCode, runtime: ProgramRuntime): Promise<unknown> {
  return (evaluate(code, file) as Prepared)(runtime);
}

/** Calls a function that a skill exports. */
export async function callExport(skill: string, name: string, { args, absent = [] }: SkillArguments): Promise<unknown> {
  const module = (await load(skill, own)) as Record<string, unknown>;
  const given: unknown[] = [...args];
  for (const at of absent) given[at] = undefined;
  const exported = module[name];
  if (typeof exported !== "function") throw new TypeError(`${skill} exports no function "${name}".`);
  return (exported as (...args: unknown[]) => unknown)(...given);
}

async function load(specifier: string, bindings: Bindings): Promise<object> {
  const server = /^generated\/servers\/(.+)$/s.exec(specifier)?.[1];
  const bound = server === undefined ? undefined : bindings.module(server);
  if (bound) return bound;
  const skill = importSkill(specifier, (code) => evaluateSkill(code, specifier));
  if (skill) return skill;
  throw new TypeError(
    `There is no module ${JSON.stringify(specifier)} here. Programs import "generated/servers/<server>" and "skills/<name>".`,
  );
}

function evaluateSkill(code: PreparedCode, specifier: string): Promise<object> {
  const bindings = createBindings(specifier);
  return start(code, { load: (each) => load(each, bindings), servers: bindings.servers, publish() {}, keep, unset }) as Promise<object>;
}

function refuse(name: string): () => never {
  return () => {
    throw new TypeError(`Assignment to constant variable '${name}'.`);
  };
}

function keep(values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of entriesOf(values)) {
    if (value === unset) delete (globalThis as Record<string, unknown>)[name];
    else define(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }
}

/** A program that ended before `let x` ran leaves no `x` that can't be read. */
function forgetUnlessInitialised(name: string): void {
  try {
    Object.getOwnPropertyDescriptor(globalThis, name)?.get?.();
  } catch {
    delete (globalThis as Record<string, unknown>)[name];
  }
}
