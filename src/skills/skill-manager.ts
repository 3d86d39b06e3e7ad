import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { didYouMean } from "../closest-names.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import { rankSkills } from "../catalogue/rank-skills.ts";
import { printSkillDocument } from "./skill-document.ts";
import { writeDurably } from "../files/durable-files.ts";
import { functionsIn } from "./functions.ts";
import { CASES, parseCases, printCases, type SkillCase } from "./skill-cases.ts";
import { codeFile, DOCUMENT, filesIn, MAX_SKILL_BYTES, SkillFolder, type FoundSkills, type SkillProblem } from "./skill-folder.ts";
import { savableName, skillKey } from "./skill-name.ts";
import { SkillUses } from "./skill-uses.ts";
import type { Skill, SkillLanguage, SkillVersion } from "./skill.ts";
import type { SkillFiles } from "./versions.ts";

/** What is saved as a skill. */
export interface SkillDraft {
  /** Lower-case words with `_` between them, at most 64 characters: `word_count`. */
  readonly name: string;
  /** What it is for, at most 1,024 characters: agents choose by it. */
  readonly description: string;
  readonly language: SkillLanguage;
  /** Exports the functions that programs import. */
  readonly code: string;
  /** @default none */
  readonly tags?: readonly string[];
  /** Whether a skill that has this name becomes the version before. @default false */
  readonly replace?: boolean;
  /** Examples of its use, to be played again. @default those that it has */
  readonly cases?: readonly SkillCase[];
  /** As {@link Skill.savedTools}. @default nothing is known */
  readonly tools?: Readonly<Record<string, string>>;
}

/**
 * The skills in some folders, first wins. New ones go to the first folder; a skill that is changed stays where it is. Folders are read anew
 * each time, so that people and other processes may work in them.
 */
export class SkillManager {
  readonly #folders: readonly SkillFolder[];

  /** How its skills are used, kept in its first folder; absent where it has none. */
  readonly uses: SkillUses | undefined;

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => new SkillFolder(resolve(folder)));
    const [first] = this.#folders;
    this.uses = first && new SkillUses(first.path);
  }

  /** All skills by name, and what should be one and is none; a folder that does not exist has no skills. */
  async list(): Promise<FoundSkills> {
    const found = await Promise.all(this.#folders.map((folder) => folder.list()));
    const skills = new Map<string, Skill>();
    for (const skill of found.flatMap((each) => each.skills)) {
      const key = `${skillKey(skill.name)}\n${skill.language}`;
      if (!skills.has(key)) skills.set(key, skill);
    }
    return {
      skills: [...skills.values()].toSorted((a, b) => compare(a.name, b.name) || compare(a.language ?? "", b.language ?? "")),
      problems: found.flatMap((each) => each.problems),
    };
  }

  /** As `list`, of the skills those that fit a query, best first, ranked as tools are; all by name where it has no words. */
  async search(query: string, { tags = [] }: { readonly tags?: readonly string[] } = {}): Promise<FoundSkills> {
    const { skills, problems } = await this.list();
    const tagged = skills.filter((skill) => tags.every((tag) => skill.tags.includes(tag)));
    return { skills: rankSkills(tagged, query), problems };
  }

  /**
   * What is wrong with the files of a skill, cases included; nothing is run: `testSkill()` of a {@link Codemode} tries the code.
   * @throws CodemodeError `MODULE_UNKNOWN`
   */
  async validate(name: string): Promise<SkillProblem[]> {
    const found = await Promise.all(this.#folders.map((folder) => folder.find(name)));
    const problems = found.flatMap((each) => each.problems);
    if (problems.length > 0) return problems;
    const { folder, file } = await this.get(name);
    try {
      await this.casesOf(name);
      return [];
    } catch (error) {
      return [{ file: folder === undefined ? file : join(folder, CASES), message: messageOf(error) }];
    }
  }

  /**
   * One skill.
   * @param preferred the language whose skill is taken where there is one in each. @default "typescript"
   * @throws CodemodeError `MODULE_UNKNOWN`, or `SKILL_INVALID` where its files can't be used
   */
  async get(name: string, preferred: SkillLanguage = "typescript"): Promise<Skill> {
    let instructions: Skill | undefined;
    for (const folder of this.#folders) {
      const { skills: found, problems } = await folder.find(name);
      const skill = found.find(({ language }) => language === preferred) ?? found.find(({ language }) => language !== undefined);
      if (skill) return skill;
      instructions ??= found[0];
      if (instructions) continue;
      const [problem] = problems;
      if (problem) throw new CodemodeError("SKILL_INVALID", `${problem.file}: ${problem.message}`);
    }
    if (instructions) return instructions;
    const { skills } = await this.list();
    const where =
      this.#folders.length === 0 ? "no skills folder is configured" : `looked in ${this.#folders.map(({ path }) => path).join(", ")}`;
    throw new CodemodeError(
      "MODULE_UNKNOWN",
      `There is no skill "${name.slice(0, 100)}" (${where}).${didYouMean(
        name,
        skills.map((skill) => skill.name),
      )}`,
    );
  }

  /**
   * Saves a skill; when it returns, it is on the disk. Its versions before can be restored. Nothing is run: `saveSkill()` of a
   * {@link Codemode} tries the code first.
   * @throws CodemodeError `SKILL_INVALID`, `SKILL_EXISTS`, `USAGE` where there is no folder to save in
   */
  async save(draft: SkillDraft): Promise<Skill> {
    const { folder, module } = savableName(draft.name);
    assertDraft(draft);
    const key = skillKey(draft.name);
    const { home, present, files: before } = await this.#place(key);
    const same = present.find((skill) => skill.language === draft.language);
    if (present.length > 0 && draft.replace !== true) throw exists(draft.name, home.path);
    const functions = functionsIn(draft.code, draft.language);
    const document = printSkillDocument({ ...draft, folder, module, functions, tags: draft.tags ?? [] });
    // Its tests, examples and code in the other language stay with it.
    const files = new Map<string, string | Uint8Array>(before);
    if (same) files.delete(same.file.slice(same.origin.length + 1).replaceAll(sep, "/"));
    files.set(`${folder}/${DOCUMENT}`, document).set(`${folder}/${codeFile(draft.language)}`, draft.code);
    if (draft.cases) files.set(`${folder}/${CASES}`, printCases(draft.cases));
    const version = await this.#commit(home, key, before, files, draft.tools);
    const { description, language, code, tags = [] } = draft;
    const place = join(home.path, folder);
    const origin = home.path;
    const file = join(place, codeFile(language));
    return {
      name: module,
      description: description.trim(),
      file,
      language,
      code,
      functions,
      tags,
      origin,
      folder: place,
      version,
      changed: false,
      ...(draft.tools ? { savedTools: draft.tools } : {}),
    };
  }

  /** Deletes a skill, in all its languages; its versions stay and can be restored. @throws CodemodeError `MODULE_UNKNOWN` */
  async delete(name: string): Promise<void> {
    const home = this.#homeOf(await this.get(name));
    const { files } = await home.findWithFiles(name);
    await this.#commit(home, skillKey(name), files, new Map());
  }

  /** What was saved of a skill, oldest first; empty where it was never saved through a manager. */
  history(name: string): SkillVersion[] {
    const key = skillKey(name);
    for (const { versions } of this.#folders) {
      const numbers = versions.numbers(key);
      if (numbers.length > 0) return numbers.map((number) => versions.read(key, number));
    }
    return [];
  }

  /** Makes an earlier version the next one. @throws CodemodeError `MODULE_UNKNOWN`, `SKILL_INVALID` where there is no such version */
  async restore(name: string, version: number): Promise<Skill> {
    const key = skillKey(name);
    const home = this.#folders.find(({ versions }) => versions.numbers(key).length > 0);
    if (!home) throw new CodemodeError("MODULE_UNKNOWN", `The skill "${name.slice(0, 100)}" has no saved versions.`);
    const files = await home.versions.files(key, version);
    if (files.size === 0)
      throw new CodemodeError("SKILL_INVALID", `In version ${version} the skill "${name}" was deleted; choose one before.`);
    const now = await home.findWithFiles(name);
    await this.#commit(home, key, now.files, files, home.versions.read(key, version).tools);
    return this.get(name);
  }

  /** The examples of a skill's use that are kept with it; none where there is no such skill. @throws CodemodeError `SKILL_INVALID` */
  async casesOf(name: string): Promise<SkillCase[]> {
    return casesIn((await this.#place(skillKey(name))).files);
  }

  /**
   * Keeps an example of a skill's use with it, as its next version.
   * @throws CodemodeError as `get`, and `SKILL_INVALID` where the skill is a single file
   */
  async addCase(name: string, example: SkillCase): Promise<void> {
    const { folder, origin, savedTools } = await this.get(name);
    const { home, files: before } = await this.#place(skillKey(name));
    if (folder === undefined)
      throw new CodemodeError(
        "SKILL_INVALID",
        `The skill "${name}" is a single file, which has no place for cases. Save it first: that makes it a folder.`,
      );
    const path = `${folder.slice(origin.length + 1)}/${CASES}`;
    const cases = [...casesIn(before), example];
    await this.#commit(home, skillKey(name), before, new Map(before).set(path, printCases(cases)), savedTools);
  }

  /**
   * Takes over a skill from elsewhere: a folder by agentskills.io, or a single file, with all that belongs to it. Nothing is run.
   * @param options.replace as a draft's
   * @throws CodemodeError `SKILL_INVALID`, `SKILL_EXISTS`, `USAGE`
   */
  async import(path: string, { replace = false }: { readonly replace?: boolean } = {}): Promise<Skill> {
    const whole = resolve(path);
    const name = basename(whole).replace(/\.(?:[tj]s|py)$/, "");
    const { found, files } = await new SkillFolder(dirname(whole)).findWithFiles(name);
    const [problem] = found.problems;
    if (problem) throw new CodemodeError("SKILL_INVALID", `${problem.file}: ${problem.message}`);
    const own = new Map([...files].filter(([file]) => file === basename(whole) || file.startsWith(`${basename(whole)}/`)));
    if (own.size === 0)
      throw new CodemodeError("SKILL_INVALID", `${path} is no skill: give a folder with a ${DOCUMENT}, or a .ts, .js or .py file.`);
    const { home, present, files: before } = await this.#place(skillKey(name));
    if (present.length > 0 && !replace) throw exists(name, home.path);
    await this.#commit(home, skillKey(name), before, own);
    return this.get(name);
  }

  /**
   * Writes a skill as a folder by agentskills.io into another folder.
   * @returns the path of the skill's folder there
   * @throws CodemodeError as `content`, and `SKILL_EXISTS` where there is something of that name
   */
  async export(name: string, into: string): Promise<string> {
    const content = await this.content(name);
    const target = join(resolve(into), skillKey(name));
    if (existsSync(target)) throw new CodemodeError("SKILL_EXISTS", `${target} is there already. Choose another folder, or remove it.`);
    for (const [file, bytes] of content) await writeDurably(join(target, file), bytes);
    return target;
  }

  /** The files of a skill that is a folder, by their paths in it; its one file otherwise. At most 200. @throws CodemodeError as `get` */
  async files(name: string): Promise<string[]> {
    const { folder, file, origin } = await this.get(name);
    if (folder === undefined) return [file.slice(origin.length + 1)];
    return filesIn(folder)
      .slice(0, 200)
      .map((path) => path.slice(folder.length + 1).replaceAll(sep, "/"));
  }

  /**
   * The text of one of a skill's files.
   * @param path in its folder, with slashes
   * @throws CodemodeError as `get`, and `SKILL_INVALID` for a path that is no file of it, or too long to read
   */
  async readFile(name: string, path: string): Promise<string> {
    const { folder = "", file, origin } = await this.get(name);
    const base = folder === "" ? origin : folder;
    const target = resolve(base, path);
    const isOwn = folder === "" ? target === file : target.startsWith(folder + sep);
    const found = isOwn ? statSync(target, { throwIfNoEntry: false }) : undefined;
    if (!found?.isFile() || !realpathSync(target).startsWith(realpathSync(base) + sep))
      throw new CodemodeError(
        "SKILL_INVALID",
        `The skill "${name}" has no file ${JSON.stringify(path)}. It has: ${(await this.files(name)).join(", ")}.`,
      );
    if (found.size > MAX_SKILL_BYTES)
      throw new CodemodeError(
        "SKILL_INVALID",
        `${path} of the skill "${name}" has ${found.size} bytes; at most ${MAX_SKILL_BYTES} are read.`,
      );
    return readFileSync(target, "utf8");
  }

  /**
   * All files of a skill, by their paths in it, as one folder by agentskills.io: one that is a single file gets the SKILL.md that says so.
   * @throws CodemodeError `MODULE_UNKNOWN`, `SKILL_INVALID`
   */
  async content(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const wanted = await this.get(name);
    const { origin, folder } = wanted;
    const { found, files } = await this.#homeOf(wanted).findWithFiles(name);
    if (folder !== undefined) {
      const prefix = `${folder.slice(origin.length + 1)}/`;
      return new Map([...files].filter(([path]) => path.startsWith(prefix)).map(([path, bytes]) => [path.slice(prefix.length), bytes]));
    }
    const content = new Map<string, Uint8Array>();
    for (const { language, code, ...skill } of found.skills) {
      if (language === undefined || skill.folder !== undefined) continue;
      const document = {
        ...skill,
        language,
        folder: skillKey(skill.name),
        module: skill.name,
        description: skill.description || skill.name,
      };
      content.set(DOCUMENT, Buffer.from(printSkillDocument(document)));
      content.set(codeFile(language), Buffer.from(code));
    }
    return content;
  }

  #homeOf({ origin }: Skill): SkillFolder {
    return this.#folders.find(({ path }) => path === origin) as SkillFolder;
  }

  /** Where a skill of this key is or goes, and what is there of it. */
  async #place(key: string): Promise<{ readonly home: SkillFolder; readonly present: readonly Skill[]; readonly files: SkillFiles }> {
    for (const home of this.#folders) {
      const { found, files } = await home.findWithFiles(key);
      const [problem] = found.problems;
      if (problem)
        throw new CodemodeError(
          "SKILL_INVALID",
          `${problem.file}: ${problem.message} Mend or remove it first: what can't be read can't be kept as a version.`,
        );
      if (found.skills.length > 0) return { home, present: found.skills, files };
    }
    const [home] = this.#folders;
    if (!home)
      throw new CodemodeError(
        "USAGE",
        'No folder for skills is configured. Add "codemode": { "skills": ["./skills"] } to the config, or give --skills.',
      );
    return { home, present: [], files: new Map() };
  }

  /** Commits a version, after what nobody has saved of the skill as a version of its own: nothing is lost. */
  async #commit(
    home: SkillFolder,
    key: string,
    before: SkillFiles,
    files: SkillFiles,
    tools?: Readonly<Record<string, string>>,
  ): Promise<number> {
    if (before.size > 0 && !home.versions.isLast(key, before)) await home.versions.commit(key, before);
    const version = await home.versions.commit(key, files, tools);
    await home.versions.settle(key);
    return version;
  }
}

function casesIn(files: SkillFiles): SkillCase[] {
  const [, text] = [...files].find(([path]) => path.split("/").length === 2 && path.endsWith(`/${CASES}`)) ?? [];
  return text === undefined ? [] : parseCases(Buffer.from(text).toString());
}

function exists(name: string, folder: string): CodemodeError {
  return new CodemodeError(
    "SKILL_EXISTS",
    `There is a skill "${name}" in ${folder}. Choose another name, or say replace: true to make this its next version.`,
  );
}

function assertDraft({ name, description, code }: SkillDraft): void {
  if (description.trim() === "" || description.length > 1_024)
    throw new CodemodeError("SKILL_INVALID", `The skill "${name}" needs a description of 1 to 1,024 characters: agents choose by it.`);
  if (code.trim() === "") throw new CodemodeError("SKILL_INVALID", `The skill "${name}" has no code.`);
  if (Buffer.byteLength(code) > MAX_SKILL_BYTES)
    throw new CodemodeError("SKILL_INVALID", `The code of the skill "${name}" has more than ${MAX_SKILL_BYTES} bytes.`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
