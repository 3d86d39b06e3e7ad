import { CodemodeError } from "../errors.ts";
import type { Limits, Spent } from "../sandbox/limits.ts";
import type { GuestRequest, OutputLevel, SkillUse, WireError } from "../sandbox/messages.ts";
import { GuestFailure, type ProgramProgress, type SkillCall } from "../sandbox/run.ts";
import type { Sandbox, Serving } from "../sandbox/sandbox.ts";
import type { Language, LanguageSupport } from "./languages/language.ts";
import type { SessionProcess } from "./session-process.ts";
import type { Session } from "./session.ts";

export interface SkillProcessesOptions {
  readonly session: Session;
  readonly languages: Readonly<Record<Language, LanguageSupport>>;
  readonly limits: Limits;
  /** What the execution's programs have used together. */
  readonly spent: Spent;
  readonly start: (language: Language) => Promise<Sandbox>;
  /** Answers what skills ask. */
  readonly answer: (request: GuestRequest, signal: AbortSignal, from: SessionProcess) => Promise<unknown>;
  readonly onOutput: (level: OutputLevel, text: string, partial: boolean) => void;
  readonly onProgress: (progress: ProgramProgress) => void;
  readonly onShow: (content: readonly unknown[]) => void;
  readonly onUses?: (uses: readonly SkillUse[]) => void;
}

/**
 * The processes in which one execution calls skills of the other language. Each is started with the first call, serves all calls of the
 * execution at once, under its limits, and stays with the session.
 */
export class SkillProcesses {
  readonly #options: SkillProcessesOptions;
  readonly #serving = new Map<Language, Promise<Serving>>();

  constructor(options: SkillProcessesOptions) {
    this.#options = options;
  }

  /**
   * Calls a function of a skill for code that imports it.
   * @param from the process of that code
   * @throws CodemodeError `MODULE_UNKNOWN` where it does not import it, `LIMIT_*`; GuestFailure what the skill threw
   */
  async call({ skill, function: name, args, absent, named }: SkillCall, from: SessionProcess): Promise<unknown> {
    const foreign = from.modules.foreign.get(skill);
    if (!foreign?.functions.some((each) => each.name === name))
      throw new CodemodeError("MODULE_UNKNOWN", `The program does not import "${name.slice(0, 100)}" of "${skill.slice(0, 100)}".`);
    const { language } = foreign;
    const call = { skill, function: name, args, ...(absent ? { absent } : {}), ...(named ? { named } : {}) };
    const serving = await this.#serve(language);
    try {
      // Python's None and JavaScript's undefined have no JSON.
      return (await serving.call(call)) ?? null;
    } catch (error) {
      throw error instanceof GuestFailure ? new GuestFailure(this.#placed(error.error, language)) : error;
    }
  }

  /** Lets all come to their ends; what still runs for nobody is ended. */
  async end(why?: CodemodeError): Promise<void> {
    for (const [language, starting] of this.#serving) {
      const serving = await starting.catch(() => undefined);
      if (!serving) continue;
      if (why) serving.stop(why);
      else serving.end();
      const outcome = await serving.outcome;
      if (outcome.kind === "stopped") this.#options.session.beside(language).forget();
    }
  }

  #serve(language: Language): Promise<Serving> {
    const known = this.#serving.get(language);
    if (known) return known;
    const starting = this.#start(language);
    this.#serving.set(language, starting);
    return starting;
  }

  async #start(language: Language): Promise<Serving> {
    const { session, start, answer, ...context } = this.#options;
    const process = session.beside(language);
    const sandbox = process.sandbox ?? (await start(language));
    if (!process.sandbox) process.attach(sandbox);
    return sandbox.serve({
      message: process.tell(),
      ...context,
      signal: new AbortController().signal,
      answer: (request, signal) => answer(request, signal, process),
    });
  }

  /** The error with the place in the skill in its message: its stack is of a process that the caller does not know. */
  #placed(error: WireError, language: Language): WireError {
    const { session, languages } = this.#options;
    const place = languages[language].toSkillError(error, session.beside(language).locator);
    const { stack: _, place: __, ...told } = error;
    return place ? { ...told, message: `${error.message} (${place.file}, line ${place.line})` } : told;
  }
}
