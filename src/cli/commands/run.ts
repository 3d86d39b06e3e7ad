import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { CodemodeError, messageOf } from "../../errors.ts";
import { renderError } from "../../answers/render-result.ts";
import { guessLanguage } from "../../executor/languages/guess-language.ts";
import type { Language } from "../../executor/languages/language.ts";
import { languageNamed } from "../language.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { printJson } from "../print.ts";
import { terminalAsker } from "../terminal-asker.ts";

/** `codemode run`: exit code 0 when the program succeeded, 1 when it failed. */
export async function run(file: string | undefined, options: CommonOptions): Promise<number> {
  const timeoutMs = options.timeout === undefined ? undefined : Number(options.timeout);
  if (timeoutMs !== undefined && !(Number.isSafeInteger(timeoutMs) && timeoutMs > 0)) {
    throw new CodemodeError("USAGE", `--timeout takes a positive whole number of milliseconds, not "${options.timeout}".`);
  }
  const code = await readCode(file, options);
  const language = languageOf(file, code, options);
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    await Promise.all([waitForServers(codemode, signal), codemode.executor.setup(language)]);
    const asker = terminalAsker();
    const asked = asker ? { asker } : {};
    const result = await codemode.executor.execute(code, { signal, language, ...asked, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    if (options.json) printJson(result);
    else {
      process.stdout.write(result.output);
      if ("value" in result)
        process.stdout.write(`${typeof result.value === "string" ? result.value : JSON.stringify(result.value, null, 2)}\n`);
      for (const warning of result.warnings ?? []) process.stderr.write(`codemode: ${warning}\n`);
      if (result.error) process.stderr.write(`${renderError(result.error)}\n`);
    }
    return result.ok ? 0 : 1;
  });
}

/** As asked for; else by the name of the file; else a guess, which the result tells. */
function languageOf(file: string | undefined, code: string, { lang }: CommonOptions): Language {
  if (lang !== undefined) return languageNamed(lang);
  if (file !== undefined && /\.py$/i.test(file)) return "python";
  if (file !== undefined && /\.[cm]?[jt]sx?$/i.test(file)) return "typescript";
  return guessLanguage(code);
}

async function readCode(file: string | undefined, options: CommonOptions): Promise<string> {
  // The parser makes a number of code that looks like one.
  if (options.eval !== undefined) return String(options.eval);
  if (options.stdin) return text(process.stdin);
  if (file === undefined)
    throw new CodemodeError("USAGE", "Name a file, - for standard input, or give code with -e. See codemode run --help.");
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CodemodeError("USAGE", `The program can't be read: ${messageOf(error)}`, { cause: error });
  }
}
