import { didYouMean } from "../../closest-names.ts";
import { CodemodeError } from "../../errors.ts";
import { importOf } from "../../save-skill.ts";
import type { ListedSkill } from "../../skill-status.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers } from "../open.ts";
import { plain, printJson } from "../print.ts";
import { line, needed, withoutCode, type SkillsOptions, type Verb } from "./skills/verb.ts";
import { exportSkill, importSkill, newSkill, saveFile } from "./skills/make.ts";
import { runSkill, testSkills } from "./skills/run.ts";

/** `codemode skills [verb] ...`: without a verb the list, and on stderr what should be a skill and is none. */
export function skills([verb = "list", ...args]: readonly string[], options: SkillsOptions): Promise<number> {
  const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!act) {
    const names = Object.keys(verbs);
    throw new CodemodeError("USAGE", `There is no "codemode skills ${verb}".${didYouMean(verb, names)} Verbs: ${names.join(", ")}.`);
  }
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    return (await act(codemode, args, options, signal)) ?? 0;
  });
}

const verbs: Readonly<Record<string, Verb>> = {
  async list(codemode, [query], { json, tag }, signal) {
    await waitForServers(codemode, signal);
    const { skills: found, problems } = await codemode.listSkills({
      ...(query === undefined ? {} : { query }),
      ...(tag === undefined ? {} : { tags: [tag].flat() }),
    });
    if (json) printJson({ skills: found.map(withoutCode), problems });
    else for (const skill of found) process.stdout.write(`${line(skill)}${plain(state(skill))}\n`);
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

  run: runSkill,
  new: newSkill,
  save: saveFile,
  test: testSkills,
  import: importSkill,
  export: exportSkill,

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

/** How it did, and which of its tools are not as they were. */
function state({ uses, tools }: ListedSkill): string {
  const used = uses ? `, used ${uses.calls} times, ${uses.failures} failed` : "";
  return tools
    .filter((tool) => tool.state !== "there")
    .reduce((text, each) => `${text}, ${each.server}.${each.tool} is ${each.state}`, used);
}
