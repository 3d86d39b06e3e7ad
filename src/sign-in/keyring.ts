import { randomUUID } from "node:crypto";
import { CodemodeError } from "../errors.ts";

/** What the keyring has under the name of a resource; `undefined` where it has nothing. @throws CodemodeError `SIGN_IN_FAILED` */
export async function readKeyring(resource: string): Promise<string | undefined> {
  return using(async (open) => (await open(resource).getPassword(AbortSignal.timeout(KEYRING_MS))) ?? undefined);
}

/** @throws CodemodeError `SIGN_IN_FAILED` */
export async function writeKeyring(resource: string, text: string): Promise<void> {
  await using((open) => open(resource).setPassword(text, AbortSignal.timeout(KEYRING_MS)));
}

/** @throws CodemodeError `SIGN_IN_FAILED` */
export async function forgetInKeyring(resource: string): Promise<void> {
  await using((open) => open(resource).deletePassword(AbortSignal.timeout(KEYRING_MS)));
}

/** Whether there is a keyring that keeps something and gives it back: many machines have the library and nobody who answers. */
export async function keyringWorks(): Promise<boolean> {
  const name = `probe ${randomUUID()}`;
  try {
    await writeKeyring(name, name);
    const works = (await readKeyring(name)) === name;
    await forgetInKeyring(name);
    return works;
  } catch {
    return false;
  }
}

interface Entry {
  getPassword(signal: AbortSignal): Promise<string | null | undefined>;
  setPassword(text: string, signal: AbortSignal): Promise<void>;
  deletePassword(signal: AbortSignal): Promise<unknown>;
}

async function using<T>(use: (open: (account: string) => Entry) => Promise<T>): Promise<T> {
  try {
    const { AsyncEntry } = await import("@napi-rs/keyring");
    // The kernel's keyring of Linux, which would come next, forgets everything with the machine's end.
    return await use((account) => new AsyncEntry(SERVICE, account, { linux: { store: "secret-service" } }));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
    throw new CodemodeError(
      "SIGN_IN_FAILED",
      `The operating system's keyring can't be used: ${
        missing ? "@napi-rs/keyring is not installed" : "it does not answer, or it is locked"
      }. Unlock it, or write "signIn": { "store": "file" } in the config's section "codemode" and sign in anew.`,
      { cause: error },
    );
  }
}

const SERVICE = "mcp-codemode";
const KEYRING_MS = 20_000;
