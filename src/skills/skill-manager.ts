import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { didYouMean } from "../closest-names.ts";
import { CodemodeError, messageOf } from "../errors.ts";
import { parseSkill } from "./parse-skill.ts";
import type { Skill, SkillLanguage } from "./skill.ts";

/** A file that should be a skill and is not. */
export interface SkillProblem {
  readonly file: string;
  readonly message: string;
}

/**
 * The skills in some folders: `<name>.ts`, `<name>.js` or `<name>.py` each. Of two with one name and language the first folder's counts. Files
 * are read anew each time.
 */
export class SkillManager {
  readonly #folders: readonly string[];

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => resolve(folder));
  }

  /** All skills by name, and the files that are none; a folder that does not exist has no skills. */
  async list(): Promise<{ readonly skills: readonly Skill[]; readonly problems: readonly SkillProblem[] }> {
    const skills = new Map<string, Skill>();
    const problems: SkillProblem[] = [];
    for (const folder of this.#folders) {
      const entries = (await readdir(folder).catch(() => [])).filter(isSkillFile).toSorted();
      for (const entry of entries) {
        const file = join(folder, entry);
        try {
          const skill = await readSkill(entry.replace(/\.(?:[tj]s|py)$/, ""), file);
          const key = `${skill.name}\n${skill.language}`;
          if (!skills.has(key)) skills.set(key, skill);
        } catch (error) {
          problems.push({ file, message: messageOf(error) });
        }
      }
    }
    return {
      skills: [...skills.values()].toSorted((a, b) => (a.name < b.name || (a.name === b.name && a.language < b.language) ? -1 : 1)),
      problems,
    };
  }

  /**
   * One skill.
   * @param language @default any, TypeScript first
   * @throws CodemodeError `MODULE_UNKNOWN`, or `SKILL_INVALID` where its file can't be used
   */
  async get(name: string, language?: SkillLanguage): Promise<Skill> {
    const endings = language === undefined ? [...TYPESCRIPT, ...PYTHON] : language === "python" ? PYTHON : TYPESCRIPT;
    if (isSkillName(name)) {
      for (const folder of this.#folders) {
        for (const ending of endings) {
          const file = join(folder, name + ending);
          if (
            await stat(file).then(
              (found) => found.isFile(),
              () => false,
            )
          )
            return readSkill(name, file);
        }
      }
    }
    const { skills } = await this.list();
    const other = skills.find((skill) => skill.name === name);
    if (other) {
      throw new CodemodeError(
        "MODULE_UNKNOWN",
        `The skill "${name}" is written in ${other.language === "python" ? "Python" : "TypeScript"} (${other.file}); programs in another language can't import it.`,
      );
    }
    const where = this.#folders.length === 0 ? "no skills folder is configured" : `looked in ${this.#folders.join(", ")}`;
    throw new CodemodeError(
      "MODULE_UNKNOWN",
      `There is no skill "${name}" (${where}).${didYouMean(
        name,
        skills.map((skill) => skill.name),
      )}`,
    );
  }
}

async function readSkill(name: string, file: string): Promise<Skill> {
  if (!isSkillName(name)) {
    throw new CodemodeError(
      "SKILL_INVALID",
      `"${name}" is no name for a skill: use letters, digits, "-" and "_", and start with a letter or "_".`,
    );
  }
  const { size } = await stat(file);
  if (size > MAX_SKILL_BYTES)
    throw new CodemodeError("SKILL_INVALID", `The skill "${name}" has ${size} bytes; at most ${MAX_SKILL_BYTES} are read.`);
  return parseSkill(name, file, await readFile(file, "utf8"));
}

function isSkillFile(entry: string): boolean {
  return (
    (/\.[tj]s$/.test(entry) && !/\.(?:d|test)\.[tj]s$/.test(entry)) ||
    (entry.endsWith(".py") && !/^(?:test_|__init__)|_test\.py$/.test(entry))
  );
}

function isSkillName(name: string): boolean {
  return /^[A-Za-z_][\w-]{0,99}$/.test(name);
}

const TYPESCRIPT = [".ts", ".js"];
const PYTHON = [".py"];
const MAX_SKILL_BYTES = 1024 * 1024;
