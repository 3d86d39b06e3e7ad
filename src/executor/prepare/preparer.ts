import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { CodemodeError, type ErrorCode } from "../../errors.ts";
import { killGroup } from "../../process/kill-group.ts";
import { reapWithHost } from "../../process/reaper.ts";
import type { EarlierReads } from "./local-variables.ts";
import { locatable, parseProgram, type ParsedProgram, type PreparedProgram } from "./prepare.ts";

export interface ParseRequest {
  readonly text: string;
  readonly kind: "program" | "module";
  readonly earlier: EarlierReads;
}

export type ParseAnswer =
  | { readonly program: ParsedProgram }
  | { readonly error: { readonly code: ErrorCode; readonly message: string; readonly data: CodemodeError["data"] } }
  | { readonly crashed: string };

/**
 * `prepare` for code from strangers. The parser recurses on the machine's stack, and its overflow ends the process: 5,700 brackets are
 * enough on 8 MB. What is too short for that is parsed here; anything longer in a child process, one at a time, so that a crash is one
 * program's own.
 *
 * @throws CodemodeError as {@link parseProgram}, and `SYNTAX` for a program that is nested too deeply
 */
export async function prepareSafely(text: string, kind: ParseRequest["kind"], earlier: EarlierReads = []): Promise<PreparedProgram> {
  const request = { text, kind, earlier };
  if (text.length <= maxHere) return locatable(parseHere(request));
  // The printed code is indented, so its size is the product of depth and length.
  if (bracketDepth(text) > MAX_BRACKET_DEPTH) throw tooDeep(`more than ${MAX_BRACKET_DEPTH} brackets are open`);
  const turn = last.then(() => parseThere(request));
  last = turn.catch(() => {});
  return locatable(await turn);
}

/** 1.5 KB of stack for each character were the worst that was measured; Windows gives 1 MB, a worker thread 4. */
const maxHere = process.platform !== "win32" && isMainThread ? 2_000 : 200;
const OVERDUE_MS = 2_000;
const MAX_BRACKET_DEPTH = 200;

let last: Promise<unknown> = Promise.resolve();
let child: ChildProcess | undefined;

function parseHere({ text, kind, earlier }: ParseRequest): ParsedProgram {
  try {
    return parseProgram(text, kind, earlier);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(error) : error;
  }
}

async function parseThere(request: ParseRequest): Promise<ParsedProgram> {
  const parser = (child ??= startChild());
  const answer = await new Promise<ParseAnswer>((resolve) => {
    const settle = (given: ParseAnswer): void => {
      clearTimeout(overdue);
      parser.off("message", settle).off("exit", crash).off("error", crash);
      resolve(given);
    };
    const crash = (): void => settle({ crashed: "the parser's process ended" });
    const overdue = setTimeout(() => {
      killGroup(parser, "SIGKILL");
      crash();
    }, OVERDUE_MS);
    parser.on("message", settle).once("exit", crash).once("error", crash);
    parser.send(request, (error) => {
      if (error) crash();
    });
  });
  if ("program" in answer) return answer.program;
  if ("error" in answer) throw new CodemodeError(answer.error.code, answer.error.message, { data: answer.error.data });
  throw tooDeep(answer.crashed);
}

function startChild(): ChildProcess {
  const entry = new URL(
    import.meta.url.endsWith(".ts") ? "../../../dist/executor/prepare/prepare-child.js" : "./prepare-child.js",
    import.meta.url,
  );
  const started = fork(fileURLToPath(entry), {
    execArgv: [],
    env: {},
    cwd: "/",
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  reapWithHost(started);
  // It waits for work and must not keep this process from ending.
  started.unref();
  started.channel?.unref();
  started.once("exit", () => {
    if (child === started) child = undefined;
  });
  started.on("error", () => {});
  return started;
}

/** How many brackets are open at once, those in texts and comments counted like any other. */
function bracketDepth(text: string): number {
  let open = 0;
  let most = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x28 || code === 0x5b || code === 0x7b) most = Math.max(most, (open += 1));
    else if (code === 0x29 || code === 0x5d || code === 0x7d) open -= 1;
  }
  return most;
}

function tooDeep(cause: unknown): CodemodeError {
  return new CodemodeError("SYNTAX", "The program can't be parsed: it is nested too deeply, or too large. Write it flatter, or in parts.", {
    cause,
    data: { line: 1, column: 1 },
  });
}
