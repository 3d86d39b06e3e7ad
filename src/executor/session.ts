import { isDeepStrictEqual } from "node:util";
import type { ServerManifest, SkillModule } from "../sandbox/messages.ts";
import type { Limits } from "../sandbox/limits.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Language } from "./languages/language.ts";
import type { PreparedProgram } from "./prepare/prepare.ts";
import { SessionTypes } from "./session-types.ts";

/** The map from prepared to written positions. */
type Locate = PreparedProgram["locate"];

/** Keeps variables between executions; owns exactly one sandbox process at a time. */
export class Session {
  readonly id: string;
  /** What its programs are written in. */
  readonly language: Language;
  /** What its executions may use at most. */
  readonly limits: Limits;
  lastUsedAt = Date.now();
  /** Whether a limit or a crash took the variables since the last execution. */
  lostVariables = false;
  /** What the check knows of its variables. */
  types = new SessionTypes();
  #sandbox: Sandbox | undefined;
  #programs = 0;
  #closed = false;
  readonly #files = new Map<string, Locate>();
  readonly #boundServers = new Map<string, ServerManifest>();
  readonly #sentSkills = new Map<string, string>();

  constructor(id: string, language: Language, limits: Limits) {
    this.id = id;
    this.language = language;
    this.limits = limits;
  }

  /** The live sandbox; one that has died between executions counts as lost variables. */
  get sandbox(): Sandbox | undefined {
    if (this.#sandbox && !this.#sandbox.alive) this.forget();
    return this.#sandbox;
  }

  attach(sandbox: Sandbox): void {
    this.#sandbox = sandbox;
    if (this.#closed) void this.close();
  }

  /** After the process was discarded: the next execution starts clean and says so. */
  forget(): void {
    if (!this.#sandbox) return;
    this.#sandbox = undefined;
    this.lostVariables = true;
    this.types = new SessionTypes();
    this.#files.clear();
    this.#boundServers.clear();
    this.#sentSkills.clear();
  }

  /** A file name for a program, under which its positions can be found again. */
  nameProgram(ending: "ts" | "py", locate?: Locate): string {
    this.#programs += 1;
    const file = `program-${this.#programs}.${ending}`;
    if (locate) this.locateIn(file, locate);
    return file;
  }

  /** Remembers how positions of a file are found again; of programs, the last ones'. */
  locateIn(file: string, locate: Locate): void {
    this.#files.set(file, locate);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MAX_REMEMBERED_PROGRAMS && oldest !== undefined) this.#files.delete(oldest);
  }

  /** The map from prepared to written positions of a program or skill of this session. */
  readonly locator = (file: string): Locate | undefined => this.#files.get(file);

  /** The manifests that the guest does not have yet. */
  newServers(servers: readonly ServerManifest[]): ServerManifest[] {
    const changed = servers.filter((manifest) => !isDeepStrictEqual(this.#boundServers.get(manifest.server), manifest));
    for (const manifest of changed) this.#boundServers.set(manifest.server, manifest);
    return changed;
  }

  /** The skills that the guest does not have yet, or has in another version. */
  newSkills(skills: readonly SkillModule[]): SkillModule[] {
    const changed = skills.filter(({ specifier, code }) => this.#sentSkills.get(specifier) !== code);
    for (const { specifier, code } of changed) this.#sentSkills.set(specifier, code);
    return changed.map(({ specifier, file, code }) => ({ specifier, file, code }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    const sandbox = this.#sandbox;
    this.#sandbox = undefined;
    await sandbox?.kill();
  }
}

const MAX_REMEMBERED_PROGRAMS = 200;
