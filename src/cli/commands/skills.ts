import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Codemode } from "../../codemode.ts";
import { didYouMean } from "../../closest-names.ts";
import { CodemodeError, messageOf } from "../../errors.ts";
import { importOf } from "../../save-skill.ts";
import { parseSkillCode } from "../../skills/parse-skill.ts";
import type { Skill } from "../../skills/skill.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

export interface SkillsOptions extends CommonOptions {
  readonly name?: string;
  readonly description?: string;
  readonly tag?: string | readonly string[];
  readonly replace?: boolean;
}

type Verb = (codemode: Codemode, args: readonly string[], options: SkillsOptions, signal: AbortSignal) => Promise<void>;

/** `codemode skills [verb] ...`: without a verb the list, and on stderr what should be a skill and is none. */
export function skills([verb = "list", ...args]: readonly string[], options: SkillsOptions): Promise<number> {
  const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!act) {
    const names = Object.keys(verbs);
    throw new CodemodeError("USAGE", `There is no "codemode skills ${verb}".${didYouMean(verb, names)} Verbs: ${names.join(", ")}.`);
  }
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    await act(codemode, args, options, signal);
    return 0;
  });
}

const verbs: Readonly<Record<string, Verb>> = {
  async list(codemode, [query], { json, tag }) {
    const { skills: found, problems } = await codemode.listSkills({
      ...(query === undefined ? {} : { query }),
      ...(tag === undefined ? {} : { tags: [tag].flat() }),
    });
    if (json) printJson({ skills: found.map(withoutCode), problems });
    else for (const skill of found) process.stdout.write(`${line(skill)}\n`);
    for (const { file, message } of problems) process.stderr.write(`codemode: ${file}: ${message}\n`);
  },

  async show(codemode, [name = needed("the name of a skill"), file], { json }) {
    const skill = await codemode.skills.get(name);
    const files = await codemode.skills.files(name);
    const path = file ?? (files.find((each) => skill.code !== "" && skill.file.endsWith(each)) as string | undefined) ?? files[0] ?? "";
    const text = await codemode.skills.readFile(name, path);
    if (json) return printJson({ ...withoutCode(skill), files, shown: path, text });
    process.stdout.write(`${line(skill)}\n${plain(importOf(skill) ?? "")}\nFiles: ${plain(files.join(", "))}\n\n${plain(text)}`);
  },

  async save(codemode, [file = needed("a file with the skill's code")], options, signal) {
    const code = await readFile(file, "utf8").catch((error: unknown) => {
      throw new CodemodeError("USAGE", `${file} can't be read: ${messageOf(error)}`, { cause: error });
    });
    const parsed = parseSkillCode(file, code);
    await waitForServers(codemode, signal);
    const saved = await codemode.saveSkill({
      name: options.name ?? basename(file).replace(/\.\w+$/, ""),
      description: options.description ?? parsed.description,
      language: parsed.language,
      code,
      tags: options.tag === undefined ? parsed.tags : [options.tag].flat(),
      replace: options.replace === true,
    });
    if (options.json) printJson(withoutCode(saved));
    else process.stdout.write(`${line(saved)}\n${importOf(saved)}\n`);
  },

  async rm(codemode, [name = needed("the name of a skill")]) {
    await codemode.skills.delete(name);
    process.stderr.write(`codemode: "${name}" is deleted; codemode skills history ${name} shows what can be restored.\n`);
  },

  async history(codemode, [name = needed("the name of a skill")], { json }) {
    const versions = codemode.skills.history(name);
    if (json) return printJson(versions);
    for (const { version, savedAt, deleted, files } of versions)
      process.stdout.write(`${version}  ${savedAt}  ${deleted ? "deleted" : plain(Object.keys(files).join(", "))}\n`);
  },

  async restore(codemode, [name = needed("the name of a skill"), version = needed("a version's number")], { json }) {
    const restored = await codemode.skills.restore(name, Number(version));
    if (json) printJson(withoutCode(restored));
    else process.stdout.write(`${line(restored)}\n`);
  },
};

function needed(what: string): never {
  throw new CodemodeError("USAGE", `Give ${what}. See codemode skills --help.`);
}

function line({ name, description, version, changed }: Skill): string {
  const state = version === undefined ? "" : ` (version ${version}${changed ? ", changed since it was saved" : ""})`;
  return plain(`skills/${name}  ${description.split("\n")[0] ?? ""}${state}`);
}

function withoutCode({ code: _, ...rest }: Skill): object {
  return rest;
}
