import { skillEntry, SkillsExtension } from "@modelcontextprotocol/server/ext/skills";
import { messageOf } from "../errors.ts";
import type { SkillManager } from "../skills/skill-manager.ts";
import { skillKey } from "../skills/skill-name.ts";

type Entry = Awaited<ReturnType<typeof skillEntry>>;

/**
 * The same skills for clients that know MCP's extension for them (SEP-2640): as `skill://<name>/SKILL.md`, with the digest of each file. One
 * for any number of servers.
 * @param onProblem told of a skill that the extension can't carry; the others are served
 */
export function skillsExtension(skills: SkillManager, onProblem: (error: Error) => void): SkillsExtension {
  async function entryOf(name: string): Promise<Entry | undefined> {
    try {
      const content = await skills.content(name);
      return await skillEntry(skillKey(name), Object.fromEntries(content));
    } catch (error) {
      onProblem(new Error(`The skill "${name}" is not served as skill://: ${messageOf(error)}`, { cause: error }));
      return undefined;
    }
  }

  return new SkillsExtension({
    onWarning: ({ path, message }) => onProblem(new Error(`${path}: ${message}`)),
    source: {
      async list({ cursor = "" }) {
        const keys = [...new Set((await skills.list()).skills.map(({ name }) => skillKey(name)))].toSorted();
        const rest = keys.filter((key) => key > cursor);
        const page = rest.slice(0, PAGE);
        const entries = (await Promise.all(page.map(entryOf))).filter((entry) => entry !== undefined);
        const last = page.at(-1);
        return { skills: entries, ...(rest.length > PAGE && last !== undefined ? { nextCursor: last } : {}) };
      },
      async get(uri) {
        const [name, path] = partsOf(uri);
        return name === undefined || path !== "SKILL.md" ? undefined : entryOf(name);
      },
      async read(uri) {
        const [name, path] = partsOf(uri);
        if (name === undefined || path === undefined) return undefined;
        const bytes = (await skills.content(name).catch(() => undefined))?.get(path);
        if (bytes === undefined) return undefined;
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        return Buffer.from(text).equals(bytes) ? { text } : { bytes };
      },
    },
  });
}

const PAGE = 100;

/** `skill://<name>/<path>`. */
function partsOf(uri: string): readonly [name: string | undefined, path: string | undefined] {
  const [, name, path] = /^skill:\/\/([\w-]+)\/(.+)$/s.exec(uri) ?? [];
  try {
    return [name, path === undefined ? undefined : decodeURIComponent(path)];
  } catch {
    return [undefined, undefined];
  }
}
