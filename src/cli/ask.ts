import { createInterface } from "node:readline/promises";
import { CodemodeError } from "../errors.ts";

/** Whether somebody is there to be asked: standard input is a terminal and not a program that sends something. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks on stderr; anything but a clear yes is a no. @throws CodemodeError `CANCELLED` */
export async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const cancelled = new AbortController();
  terminal.once("SIGINT", () => cancelled.abort());
  terminal.once("close", () => cancelled.abort());
  try {
    return /^(?:y|yes)$/i.test((await terminal.question(`${question} y/N `, { signal: cancelled.signal })).trim());
  } catch (error) {
    process.stderr.write("\n");
    throw new CodemodeError("CANCELLED", "Nothing was approved.", { cause: error });
  } finally {
    terminal.close();
  }
}
