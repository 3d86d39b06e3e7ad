import { open, realpath, stat, type FileHandle } from "node:fs/promises";
import type { Stats } from "node:fs";
import { dirname, relative, isAbsolute } from "node:path";
import { CodemodeError, messageOf } from "../errors.ts";
import { decodeUtf8 } from "./decode-utf8.ts";
import type { FoundConfig } from "./find-config.ts";
import { parseJson } from "./parse-json.ts";

/** What a config file says, parsed and not yet checked. @throws CodemodeError as {@link readConfigFile}, and `CONFIG_NOT_JSON` */
export async function readConfigDocument(found: FoundConfig): Promise<unknown> {
  return parseJson(await readConfigFile(found), found.file);
}

/**
 * The text of a config file that nobody but the user (or root) can have written. What is looked at is the file that is then read, not its name.
 * @throws CodemodeError `CONFIG_NOT_FOUND`, `CONFIG_UNSAFE`, `CONFIG_INVALID`
 */
async function readConfigFile({ file, origin }: FoundConfig): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    if (origin === "project") await assertInFolder(file);
    handle = await open(file, "r");
    assertSafe(await handle.stat(), file, origin);
    return decodeUtf8(await handle.readFile(), file);
  } catch (error) {
    if (error instanceof CodemodeError) throw error;
    throw new CodemodeError("CONFIG_NOT_FOUND", `The config file ${file} can't be read: ${messageOf(error)}`, { cause: error });
  } finally {
    await handle?.close();
  }
}

function assertSafe(stats: Stats, file: string, origin: FoundConfig["origin"]): void {
  // What the user names may be a pipe, as in `--config <(make-config)`.
  if (origin !== "given" && !stats.isFile()) throw unsafe(file, "it is no file", "Put a file in its place");
  assertOwner(stats, file);
  if (process.platform === "win32") return;
  if (stats.mode & 0o002 && stats.isFile()) throw unsafe(file, "every user of this machine can write it", `chmod o-w ${file}`);
  // Where the mask is 002 every user has a group of their own, which is nobody else.
  if (origin !== "given" && stats.mode & 0o020 && stats.gid !== process.getgid?.())
    throw unsafe(file, "a group of users can write it", `chmod g-w ${file}`);
}

/** A project's file is in the project, and nobody else can put another in its place. */
async function assertInFolder(file: string): Promise<void> {
  const folder = await realpath(dirname(file));
  const way = relative(folder, await realpath(file));
  if (way.startsWith("..") || isAbsolute(way))
    throw unsafe(file, "it is a link that leads out of its folder", "Put the file itself there, or name it with --config");
  // A pipe of this name would let the opening wait for ever.
  if (!(await stat(file)).isFile()) throw unsafe(file, "it is no file", "Put a file in its place");
  const stats = await stat(folder);
  assertOwner(stats, folder);
  const sticky = 0o1000;
  if (process.platform !== "win32" && stats.mode & 0o002 && !(stats.mode & sticky))
    throw unsafe(file, `every user of this machine can write the folder ${folder}`, `chmod o-w ${folder}`);
}

function assertOwner({ uid }: Stats, file: string): void {
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && uid !== 0)
    throw unsafe(file, `it belongs to another user (${uid})`, `If it is yours: chown ${own} ${file}`);
}

function unsafe(file: string, why: string, next: string): CodemodeError {
  return new CodemodeError("CONFIG_UNSAFE", `${file} is not used as a config: ${why}. ${next}.`, { data: { file } });
}
