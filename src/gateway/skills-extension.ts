import { DIRECTORY_MIME_TYPE, skillEntry, SkillsExtension, type DirectoryResource } from "@modelcontextprotocol/server/ext/skills";
import { CodemodeError, messageOf } from "../errors.ts";
import type { SkillManager } from "../skills/skill-manager.ts";
import { skillKey } from "../skills/skill-name.ts";

type Entry = Awaited<ReturnType<typeof skillEntry>>;

/**
 * The same skills for clients that know MCP's extension for them (SEP-2640): as `skill://<name>/SKILL.md`, with the digest of each file, and
 * folders that can be listed. The first hundred are in `resources/list`, too. One for any number of servers.
 * @param onProblem told of a skill that the extension can't carry; the others are served
 */
export function skillsExtension(skills: SkillManager, onProblem: (error: Error) => void): SkillsExtension {
  async function entryOf(name: string): Promise<Entry | undefined> {
    try {
      const content = await skills.content(name);
      return await skillEntry(skillKey(name), Object.fromEntries(content));
    } catch (error) {
      // A client may ask for any name.
      if (!(error instanceof CodemodeError && error.code === "MODULE_UNKNOWN"))
        onProblem(new Error(`The skill "${name}" is not served as skill://: ${messageOf(error)}`, { cause: error }));
      return undefined;
    }
  }

  async function list({ cursor = "" }: { readonly cursor?: string }): Promise<{ skills: Entry[]; nextCursor?: string }> {
    const keys = [...new Set((await skills.list()).skills.map(({ name }) => skillKey(name)))].toSorted();
    const rest = keys.filter((key) => key > cursor);
    const page = rest.slice(0, PAGE);
    const entries = (await Promise.all(page.map(entryOf))).filter((entry) => entry !== undefined);
    const last = page.at(-1);
    return { skills: entries, ...(rest.length > PAGE && last !== undefined ? { nextCursor: last } : {}) };
  }

  return new SkillsExtension({
    onWarning: ({ path, message }) => onProblem(new Error(`${path}: ${message}`)),
    source: {
      list,
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
        return { ...(Buffer.from(text).equals(bytes) ? { text } : { bytes }), ...mimeTypeOf(path) };
      },
      async readDirectory(uri) {
        const folder = `${uri.replace(/\/$/, "")}/`;
        const [name] = partsOf(folder);
        const entry = name === undefined ? undefined : await entryOf(name);
        return entry && childrenOf(folder, entry);
      },
      async listResources() {
        return (await list({})).skills.map(({ uri, frontmatter: { name, description } }) => ({
          uri,
          name,
          description,
          ...mimeTypeOf(uri),
        }));
      },
    },
  });
}

const PAGE = 100;

/** `skill://<name>/<path>`; a skill has one name here, as the extension has its digests by it. */
function partsOf(uri: string): readonly [name: string | undefined, path: string | undefined] {
  const [, name, path] = /^skill:\/\/([\w-]+)\/(.*)$/s.exec(uri) ?? [];
  try {
    return name === undefined || path === undefined || skillKey(name) !== name ? [undefined, undefined] : [name, decodeURIComponent(path)];
  } catch {
    return [undefined, undefined];
  }
}

/** What is directly in a folder; `undefined` where it has no file, as then it is no folder. */
function childrenOf(folder: string, { resources }: Entry): { resources: DirectoryResource[] } | undefined {
  const children = new Map<string, DirectoryResource>();
  for (const { uri, size } of resources === "dynamic" ? [] : resources) {
    if (!uri.startsWith(folder)) continue;
    const [segment = "", ...below] = uri.slice(folder.length).split("/");
    const child = { uri: folder + segment, name: decodeURIComponent(segment) };
    children.set(segment, below.length > 0 ? { ...child, mimeType: DIRECTORY_MIME_TYPE } : { ...child, size, ...mimeTypeOf(segment) });
  }
  return children.size === 0 ? undefined : { resources: [...children.values()] };
}

function mimeTypeOf(path: string): { readonly mimeType?: string } {
  return path.toLowerCase().endsWith(".md") ? { mimeType: "text/markdown" } : {};
}
