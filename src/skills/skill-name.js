import { toIdentifier } from "../bindings/names.js";
import { CodemodeError } from "../errors.js";
/** Whether something in a folder may be read as a skill by this name. */
export function isSkillName(name) {
  return /^[A-Za-z_][\w-]{0,99}$/.test(name);
}
/** The same for names that are one on some file system or in one of the languages: `word_count`, `word-count`, `Word_Count`. */
export function skillKey(name) {
  return name.toLowerCase().replaceAll("_", "-");
}
/**
 * A name that a skill can be saved under: lower-case words, so that its folder's name is one by agentskills.io (letters, digits and single
 * hyphens, at most 64), and its module's one in both languages and on every file system.
 * @returns its folder's name and its module's
 * @throws CodemodeError `SKILL_INVALID`
 */
export function savableName(name) {
  const folder = name.replaceAll("_", "-");
  const module = name.replaceAll("-", "_");
  if (name.length > 64 || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(folder))
    throw new CodemodeError(
      "SKILL_INVALID",
      `${JSON.stringify(name.slice(0, 100))} is no name for a skill: use lower-case words of letters and digits with "_" between them, such as "word_count", at most 64 characters.`,
    );
  if (toIdentifier(module) !== module || DEVICES.test(name))
    throw new CodemodeError("SKILL_INVALID", `"${name}" is a reserved word; choose another name for the skill, such as "${name}_skill".`);
  return { folder, module };
}
/** What Windows takes for devices, whatever the ending. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
