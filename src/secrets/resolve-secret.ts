import { once } from "node:events";
import { open } from "node:fs/promises";
import { text } from "node:stream/consumers";
import spawn from "cross-spawn";
import type { SecretReference, SecretText } from "../config/config.ts";
import { CodemodeError } from "../errors.ts";
import { killGroup } from "../process/kill-group.ts";
import { reapWithHost } from "../process/reaper.ts";

/**
 * The text that stands behind a reference, as it is now.
 * @param place whose it is, for messages: `server "tickets", field "headers.Authorization"`
 * @throws CodemodeError `SECRET_FAILED`; what a command or a file gave is in no message
 */
export async function resolveSecret(secret: SecretText, place: string, signal?: AbortSignal): Promise<string> {
  if (typeof secret === "string") return secret;
  const found = "file" in secret ? await fromFile(secret.file, place) : await fromCommand(secret.command, place, signal);
  // It goes into headers and variables, where a line break or a NUL would be the beginning of something else.
  if (found === "" || /[\0\r\n]/.test(found)) {
    const problem = found === "" ? "is empty" : "has more than one line";
    throw failed(place, `what ${nameOf(secret)} gives ${problem}. It must be the secret and nothing else.`);
  }
  return (secret.prefix ?? "") + found;
}

async function fromFile(path: string, place: string): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw failed(place, `${path} is no file.`);
      if (process.platform !== "win32" && (stats.mode & 0o077) !== 0)
        throw failed(place, `others can read ${path}. Make it yours alone: chmod 600 ${path}`);
      if (stats.size > MAX_BYTES) throw failed(place, `${path} has more than ${MAX_BYTES} bytes, so it is no secret.`);
      return withoutLineBreak(await file.readFile("utf8"));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CodemodeError) throw error;
    throw failed(place, `the file ${path} can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`, error);
  }
}

async function fromCommand([program = "", ...args]: readonly string[], place: string, signal?: AbortSignal): Promise<string> {
  const child = spawn(program, args, {
    // What it has to say on stderr may be the secret, too.
    stdio: ["ignore", "pipe", "ignore"],
    shell: false,
    windowsHide: true,
    detached: process.platform !== "win32",
  });
  reapWithHost(child);
  const end = (): void => killGroup(child, "SIGKILL");
  const timeout = AbortSignal.timeout(COMMAND_MS);
  const stop = signal ? AbortSignal.any([timeout, signal]) : timeout;
  stop.addEventListener("abort", end, { once: true });
  let length = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > MAX_BYTES) end();
  });
  try {
    const [out, [code]] = await Promise.all([child.stdout ? text(child.stdout) : "", once(child, "close")]);
    if (timeout.aborted) throw failed(place, `the command "${program}" did not end within ${COMMAND_MS / 1_000} s.`);
    if (length > MAX_BYTES) throw failed(place, `the command "${program}" prints more than ${MAX_BYTES} bytes, so it is no secret.`);
    if (code !== 0) throw failed(place, `the command "${program}" ended with exit code ${code ?? "none"}. Run it yourself to see why.`);
    return withoutLineBreak(out);
  } catch (error) {
    if (error instanceof CodemodeError) throw error;
    throw failed(place, `the command "${program}" can't be started (${(error as NodeJS.ErrnoException).code ?? "unknown"}).`, error);
  } finally {
    stop.removeEventListener("abort", end);
  }
}

function withoutLineBreak(found: string): string {
  return found.replace(/\r?\n$/, "");
}

function nameOf(secret: SecretReference): string {
  return "file" in secret ? secret.file : `the command "${secret.command[0]}"`;
}

function failed(place: string, problem: string, cause?: unknown): CodemodeError {
  return new CodemodeError("SECRET_FAILED", `${place}: ${problem}`, cause === undefined ? {} : { cause });
}

const COMMAND_MS = 10_000;
const MAX_BYTES = 65_536;
