import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { CodemodeError, messageOf } from "../errors.js";
import { parseSkillCode } from "./parse-skill.js";
import { parseSkillDocument } from "./skill-document.js";
import { isSkillName, skillKey } from "./skill-name.js";
import { digestOf, HISTORY, Versions } from "./versions.js";
/**
 * One folder of skills: a file `<name>.ts`, `<name>.js` or `<name>.py` each, or a folder with a SKILL.md (agentskills.io) and `index.ts`,
 * `index.js` or `main.py` where it has code. What has not changed since it was read is not read again.
 */
export class SkillFolder {
  path;
  versions;
  #known = new Map();
  constructor(path) {
    this.path = path;
    this.versions = new Versions(path);
  }
  /** Everything in it; what somebody was saving when it ended is finished first. */
  async list() {
    let entries = this.#entries();
    const fresh = new Map(entries.map((entry) => [keyOf(entry), this.#fresh(entry)]));
    const half = this.versions.keys().filter((key) => fresh.get(key) === undefined && !this.versions.isSettled(key));
    for (const key of half) await this.#settle(key);
    if (half.length > 0) entries = this.#entries();
    const found = [];
    const odd = new Set();
    for (const entry of entries) {
      const known = this.#known.get(join(this.path, entry.name))?.found;
      const read = known !== undefined && known === fresh.get(keyOf(entry)) ? known : this.#read(entry);
      // It may be just being saved.
      const isOdd = read.problems.length > 0 || read.skills.some(({ changed }) => changed);
      if (!isOdd) found.push(read);
      else if (!odd.has(keyOf(entry))) {
        odd.add(keyOf(entry));
        found.push(await this.find(keyOf(entry)));
      }
    }
    const skills = new Map();
    const problems = found.flatMap((each) => each.problems);
    for (const skill of found.flatMap((each) => each.skills)) {
      const key = `${skillKey(skill.name)}\n${skill.language}`;
      const other = skills.get(key);
      if (!other) skills.set(key, skill);
      else if (other.file !== skill.file)
        problems.push({ file: skill.file, message: `It has the same name as ${other.file}, which is used.` });
    }
    return { skills: [...skills.values()], problems };
  }
  /** The skills of one name, which may be one in each language, as one saved state or one that a person made, never between two. */
  async find(name) {
    return (await this.#steady(name, () => undefined)).found;
  }
  /** The same with all their files, by their paths here. @throws CodemodeError `SKILL_INVALID` where they are too many */
  async findWithFiles(name) {
    const { found, more } = await this.#steady(name, ({ skills }) => filesOf(skills));
    return { found, files: more };
  }
  /** Reads until nobody has saved the skill meanwhile. */
  async #steady(name, readMore) {
    const key = skillKey(name);
    for (;;) {
      const canSettle = await this.#settle(key);
      const last = this.versions.numbers(key).at(-1);
      const isSteady = () => this.versions.numbers(key).at(-1) === last && (!canSettle || this.versions.isSettled(key));
      try {
        const each = this.#entries()
          .filter((entry) => keyOf(entry) === key)
          .map((entry) => this.#read(entry));
        const found = { skills: each.flatMap(({ skills }) => skills), problems: each.flatMap(({ problems }) => problems) };
        const more = readMore(found);
        if (isSteady()) return { found, more };
      } catch (error) {
        if (isSteady()) throw error;
      }
    }
  }
  /** Finishes a copy; `false` where this process may not write here, and takes what is there. */
  async #settle(key) {
    try {
      await this.versions.settle(key);
      return true;
    } catch (error) {
      if (["EACCES", "EPERM", "EROFS"].includes(error.code ?? "")) return false;
      throw error;
    }
  }
  #entries() {
    let entries;
    try {
      entries = readdirSync(this.path, { withFileTypes: true });
    } catch {
      return [];
    }
    return entries.filter((entry) => !entry.name.startsWith(".") && mayBeSkill(entry)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
  #read(entry) {
    const known = this.#fresh(entry);
    if (known) return known;
    const path = join(this.path, entry.name);
    const startedAt = Date.now();
    const found = this.#readAnew(entry, path);
    // A new file in it changes the folder, and a new version the folder of versions.
    const own = found.skills.flatMap(({ file, folder }) => (folder === undefined ? [file] : [file, join(folder, DOCUMENT)]));
    const files = [...new Set([path, ...own, join(this.path, HISTORY, keyOf(entry))])];
    const { stamp, newestMs } = stampOf(files);
    // A change while it was read, or right after it, would not show.
    if (newestMs < startedAt - SETTLING_MS) this.#known.set(path, { files, stamp, found });
    return found;
  }
  /** What was read before, where nothing of it has changed. */
  #fresh(entry) {
    const known = this.#known.get(join(this.path, entry.name));
    return known && stampOf(known.files).stamp === known.stamp ? known.found : undefined;
  }
  #readAnew(entry, path) {
    try {
      const real = realpathSync(path);
      if (!real.startsWith(realpathSync(this.path) + sep))
        throw new CodemodeError("SKILL_INVALID", "It is a link that leads out of the folder of skills; it is not read.");
      return statSync(real).isDirectory() ? this.#readFolder(entry.name, path) : this.#readFile(entry.name, path);
    } catch (error) {
      return { skills: [], problems: [problemOf(error, path)] };
    }
  }
  #readFile(entry, path) {
    const name = entry.replace(CODE_FILE, "");
    assertName(name);
    const parsed = parseSkillCode(path, readText(path));
    return { skills: [this.#complete({ name, file: path, ...parsed }, { [entry]: parsed.code })], problems: [] };
  }
  #readFolder(entry, path) {
    const documentFile = join(path, DOCUMENT);
    let document;
    const problems = [];
    const text = readText(documentFile);
    try {
      document = parseSkillDocument(text);
    } catch (error) {
      problems.push(problemOf(error, documentFile));
    }
    const { description = "", tags = [] } = document ?? {};
    const name = entry.replaceAll("-", "_");
    const skills = [];
    for (const file of [CODE.find((each) => each.startsWith("index.") && isFile(join(path, each))), "main.py"]) {
      if (file === undefined || !isFile(join(path, file))) continue;
      assertName(name);
      const parsed = parseSkillCode(file, readText(join(path, file)));
      const described = { ...parsed, description: description || parsed.description, tags: [...new Set([...tags, ...parsed.tags])] };
      skills.push(
        this.#complete(
          { name, file: join(path, file), folder: path, ...described },
          { [`${entry}/${DOCUMENT}`]: text, [`${entry}/${file}`]: parsed.code },
        ),
      );
    }
    if (skills.length === 0 && document)
      skills.push(
        this.#complete(
          { name, description, file: documentFile, folder: path, code: "", functions: [], tags },
          { [`${entry}/${DOCUMENT}`]: text },
        ),
      );
    return { skills, problems };
  }
  /** @param present the texts of its files, by their paths here */
  #complete(skill, present) {
    const key = skillKey(skill.name);
    const version = this.versions.numbers(key).at(-1);
    if (version === undefined) return { ...skill, origin: this.path, changed: false };
    const { files, tools } = this.versions.read(key, version);
    const saved = Object.entries(present).filter(([path]) => path in files);
    const changed = saved.length === 0 || saved.some(([path, text]) => digestOf(text) !== files[path]);
    return { ...skill, origin: this.path, version, changed, ...(tools ? { savedTools: tools } : {}) };
  }
}
/**
 * All files of skills, by their paths in the folder of skills, as they are now.
 * @throws CodemodeError `SKILL_INVALID` where there are more than can be kept as a version
 */
function filesOf(skills) {
  const files = new Map();
  let bytes = 0;
  for (const { name, file, folder, origin } of skills) {
    for (const path of folder === undefined ? [file] : filesIn(folder)) {
      const content = readFileSync(path);
      files.set(path.slice(origin.length + 1).replaceAll(sep, "/"), content);
      bytes += content.length;
      if (files.size > MAX_FILES || bytes > MAX_VERSION_BYTES)
        throw new CodemodeError(
          "SKILL_INVALID",
          `The skill "${name}" has more than ${MAX_FILES} files or ${MAX_VERSION_BYTES} bytes; that is too much to keep as a version. Move what is large elsewhere.`,
        );
    }
  }
  return files;
}
/** The files in a skill's folder and below; links that lead out of it are none. */
export function filesIn(folder) {
  const real = realpathSync(folder) + sep;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => isFile(path) && realpathSync(path).startsWith(real))
    .toSorted();
}
/** Its code's file, in a folder of its own. */
export function codeFile(language) {
  return language === "python" ? "main.py" : "index.ts";
}
export const DOCUMENT = "SKILL.md";
const CODE = ["index.ts", "index.js", "main.py"];
const CODE_FILE = /\.(?:[tj]s|py)$/;
export const MAX_SKILL_BYTES = 1024 * 1024;
const MAX_FILES = 1_000;
const MAX_VERSION_BYTES = 20 * 1024 * 1024;
/** File systems keep the time of a change to some milliseconds. */
const SETTLING_MS = 50;
/** Another where any of the files is another. */
function stampOf(files) {
  let stamp = "";
  let newestMs = 0;
  for (const file of files) {
    const found = statSync(file, { throwIfNoEntry: false });
    stamp += found ? ` ${found.ino}:${found.size}:${found.mtimeMs}` : " -";
    if (found && found.mtimeMs > newestMs) newestMs = found.mtimeMs;
  }
  return { stamp, newestMs };
}
function mayBeSkill(entry) {
  const { name } = entry;
  if (CODE_FILE.test(name)) return !/\.(?:d|test)\.[tj]s$|^(?:test_|__init__)|_test\.py$/.test(name);
  return (entry.isDirectory() && name !== "__pycache__" && name !== "node_modules") || entry.isSymbolicLink();
}
function keyOf({ name }) {
  return skillKey(name.replace(CODE_FILE, ""));
}
function assertName(name) {
  if (isSkillName(name)) return;
  throw new CodemodeError(
    "SKILL_INVALID",
    `"${name}" is no name for a skill: use letters, digits, "-" and "_", and start with a letter or "_".`,
  );
}
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
function readText(path) {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new CodemodeError("SKILL_INVALID", `It has no ${DOCUMENT}, so it is no skill.`);
  if (size > MAX_SKILL_BYTES)
    throw new CodemodeError("SKILL_INVALID", `It has ${size} bytes; of a skill at most ${MAX_SKILL_BYTES} are read.`);
  return readFileSync(path, "utf8");
}
function problemOf(error, file) {
  const line = error instanceof CodemodeError ? error.data.line : undefined;
  return { file, ...(typeof line === "number" ? { line } : {}), message: messageOf(error) };
}
