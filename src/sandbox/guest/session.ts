import type { PreparedCode, SkillModule } from "../messages.ts";
import { bindingsOf } from "./bindings.ts";

/** What prepared code is given; see `executor/prepare` for the code that uses it. */
interface ProgramRuntime {
  /** The module for an import specifier. */
  readonly load: (specifier: string) => Promise<object>;
  /** Makes a top-level variable last: a getter, and a setter where it may be assigned, under its name. */
  readonly publish: (name: string, get: () => unknown, set?: (value: unknown) => void) => void;
}

type Prepared = (runtime: ProgramRuntime) => Promise<unknown>;

let evaluate: (code: string, file: string) => unknown;
const define = Object.defineProperty;
const skillCode = new Map<string, SkillModule>();
const skillModules = new Map<string, Promise<object>>();

/** Says how code is evaluated; before any is. */
export function evaluateWith(engine: typeof evaluate): void {
  evaluate = engine;
}

/** Makes a skill importable; one whose code has changed is evaluated anew at its next import. */
export function addSkill(skill: SkillModule): void {
  if (skillCode.get(skill.specifier)?.code !== skill.code) skillModules.delete(skill.specifier);
  skillCode.set(skill.specifier, skill);
}

/**
 * Runs a program; its top-level variables become properties of the global object that read and write the program's own variables, so
 * that they last, closures keep working, and a loop over them runs as fast as over any local variable.
 */
export async function runProgram(program: PreparedCode): Promise<unknown> {
  const published: string[] = [];
  // RegExp.lastMatch and its like would show what the runtime matched last.
  /x?/.test("");
  try {
    return await start(program, {
      load,
      publish(name, get, set) {
        published.push(name);
        define(globalThis, name, { get, set: set ?? refuse(name), configurable: true, enumerable: true });
      },
    });
  } catch (error) {
    for (const name of published) forgetUnlessInitialised(name);
    throw error;
  }
}

function start({ code, file }: PreparedCode, runtime: ProgramRuntime): Promise<unknown> {
  return (evaluate(code, file) as Prepared)(runtime);
}

async function load(specifier: string): Promise<object> {
  const server = /^generated\/servers\/(.+)$/s.exec(specifier)?.[1];
  const bindings = server === undefined ? undefined : bindingsOf(server);
  if (bindings) return bindings;
  const skill = skillCode.get(specifier);
  if (!skill) {
    throw new TypeError(
      `There is no module ${JSON.stringify(specifier)} here. Programs import "generated/servers/<server>" and "skills/<name>".`,
    );
  }
  let module = skillModules.get(specifier);
  if (!module) {
    module = start(skill, { load, publish() {} }) as Promise<object>;
    skillModules.set(specifier, module);
  }
  return module;
}

function refuse(name: string): () => never {
  return () => {
    throw new TypeError(`Assignment to constant variable '${name}'.`);
  };
}

/** A program that failed before `let x` ran leaves no `x` that can't be read. */
function forgetUnlessInitialised(name: string): void {
  try {
    Object.getOwnPropertyDescriptor(globalThis, name)?.get?.();
  } catch {
    delete (globalThis as Record<string, unknown>)[name];
  }
}
