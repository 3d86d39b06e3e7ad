import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CodemodeError } from "../../errors.ts";

/**
 * The bearer token of the HTTP gateway: 256 random bits in base64url, made where the file is not there, readable by its owner alone.
 * @throws CodemodeError `CONFIG_INVALID` for a file that others can read, or that holds no token
 */
export async function readOrMakeToken(file: string): Promise<{ readonly token: string; readonly made: boolean }> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, "wx", 0o600);
    const token = randomBytes(32).toString("base64url");
    try {
      await handle.writeFile(`${token}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { token, made: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    throw new CodemodeError(
      "CONFIG_INVALID",
      `Others can read the token in ${file}. Remove the file for a new token, or take their rights away (chmod 600).`,
    );
  const token = (await readFile(file, "utf8")).trim();
  if (!/^[\w-]{32,}$/.test(token))
    throw new CodemodeError(
      "CONFIG_INVALID",
      `${file} holds no token of at least 32 letters, digits, "-" and "_". Remove it, and the next start makes one.`,
    );
  return { token, made: false };
}
