import type { SkillCode, SkillModule, SkillStub, SkillUse } from "../messages.ts";
import { callSkill } from "./skill-stub.ts";

type Callable = (...args: unknown[]) => unknown;

interface Use {
  calls: number;
  failures: number;
  ms: number;
}

const modules = new Map<string, SkillModule>();
const loaded = new Map<string, Promise<object>>();
const uses = new Map<string, Use>();
const counted = new WeakMap<object, object>();
const { now } = Date;
const { apply, get } = Reflect;

/** Makes a skill importable; one whose code has changed is evaluated anew at its next import. */
export function addSkill(skill: SkillModule): void {
  const known = modules.get(skill.specifier);
  if (!known || !("code" in known && "code" in skill) || known.code !== skill.code) loaded.delete(skill.specifier);
  modules.set(skill.specifier, skill);
}

/**
 * A skill as those who import it see it, or undefined. Calls of its functions from outside are counted.
 * @param evaluate gives the exports of its code
 */
export function importSkill(specifier: string, evaluate: (skill: SkillCode) => Promise<object>): Promise<object> | undefined {
  const skill = modules.get(specifier);
  if (!skill) return undefined;
  let module = loaded.get(specifier);
  if (!module) {
    module = "code" in skill ? evaluate(skill).then((exports) => facade(specifier, exports)) : Promise.resolve(stubs(skill));
    loaded.set(specifier, module);
  }
  return module;
}

/** What was used since it was last asked. */
export function takeUses(): SkillUse[] {
  const taken = [...uses].map(([key, use]) => {
    const [skill = "", name = ""] = key.split("\n");
    return { skill, function: name, ...use };
  });
  uses.clear();
  return taken;
}

function stubs({ specifier, functions }: SkillStub): object {
  return Object.fromEntries(functions.map((each) => [each.name, (...args: unknown[]) => callSkill(specifier, each, args)]));
}

/** Live views of the exports, whose functions are counted; a class stays a class. */
function facade(specifier: string, exports: object): object {
  const properties: PropertyDescriptorMap = {};
  for (const name of Object.keys(exports)) {
    properties[name] = { enumerable: true, get: () => counting(specifier, name, get(exports, name)) };
  }
  return Object.create(null, properties) as object;
}

function counting(skill: string, name: string, exported: unknown): unknown {
  if (typeof exported !== "function") return exported;
  const known = counted.get(exported);
  if (known) return known;
  const proxy = new Proxy(exported as Callable, {
    apply(target, self, args) {
      const ended = begin(skill, name);
      let value: unknown;
      try {
        value = apply(target, self, args);
      } catch (error) {
        ended(false);
        throw error;
      }
      if (value instanceof Promise) return finish(value, ended);
      ended(true);
      return value;
    },
  });
  counted.set(exported, proxy);
  return proxy;
}

/** By `await`, so that the stack of an error leads on to who awaits this. */
async function finish(value: Promise<unknown>, ended: (ok: boolean) => void): Promise<unknown> {
  try {
    const result = await value;
    ended(true);
    return result;
  } catch (error) {
    ended(false);
    throw error;
  }
}

function begin(skill: string, name: string): (ok: boolean) => void {
  const startedAt = now();
  return (ok) => {
    const key = `${skill}\n${name}`;
    const use = uses.get(key) ?? { calls: 0, failures: 0, ms: 0 };
    use.calls += 1;
    if (!ok) use.failures += 1;
    use.ms += now() - startedAt;
    if (uses.size < MAX_USES) uses.set(key, use);
  };
}

/** More than the host takes. */
const MAX_USES = 1_000;
