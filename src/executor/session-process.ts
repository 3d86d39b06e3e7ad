import { isDeepStrictEqual } from "node:util";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { ServerManifest, SkillModule } from "../sandbox/messages.ts";
import type { PreparedProgram } from "./prepare/prepare.ts";
import type { Language } from "./languages/language.ts";
import { ProcessModules } from "./modules/module-graph.ts";

/** The map from prepared to written positions. */
type Locate = PreparedProgram["locate"];

/** A sandbox process of a session, and what it has been told so far. */
export class SessionProcess {
  /** The skills that it runs and calls, of all executions so far: variables may hold their functions. */
  readonly modules: ProcessModules;
  #sandbox: Sandbox | undefined;
  #closed = false;
  readonly #files = new Map<string, Locate>();
  readonly #servers = new Map<string, ServerManifest>();
  readonly #skills = new Map<string, SkillModule>();

  constructor(language: Language) {
    this.modules = new ProcessModules(language);
  }

  /** Where it is, and alive. */
  get sandbox(): Sandbox | undefined {
    return this.#sandbox?.alive ? this.#sandbox : undefined;
  }

  /** Whether there was one that is gone. */
  get isLost(): boolean {
    return this.#sandbox !== undefined && !this.#sandbox.alive;
  }

  attach(sandbox: Sandbox): void {
    this.#sandbox = sandbox;
    if (this.#closed) void this.close();
  }

  /** The next one is told everything anew. */
  forget(): void {
    this.#sandbox = undefined;
    this.#files.clear();
    this.#servers.clear();
    this.#skills.clear();
  }

  /** Remembers how positions of a file are found again; of programs, the last ones'. */
  locateIn(file: string, locate: Locate): void {
    this.#files.set(file, locate);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MAX_REMEMBERED_FILES && oldest !== undefined) this.#files.delete(oldest);
  }

  /** The map from prepared to written positions of a program or skill of this process. */
  readonly locator = (file: string): Locate | undefined => this.#files.get(file);

  /** What it has to be told of its skills, and of the servers that they and a program reach; what it knows already, as it is, is left out. */
  tell(servers: readonly ServerManifest[] = []): { readonly servers: ServerManifest[]; readonly skills: SkillModule[] } {
    const { modules } = this;
    for (const { module, prepared } of modules.units.values()) if (prepared) this.locateIn(module.file, prepared.locate);
    const all = new Map([...modules.servers, ...servers].map((manifest) => [manifest.server, manifest]));
    const newServers = [...all.values()].filter((manifest) => !isDeepStrictEqual(this.#servers.get(manifest.server), manifest));
    for (const manifest of newServers) this.#servers.set(manifest.server, manifest);
    const newSkills = modules.skills.filter((skill) => !isDeepStrictEqual(this.#skills.get(skill.specifier), skill));
    for (const skill of newSkills) this.#skills.set(skill.specifier, skill);
    return { servers: newServers, skills: newSkills };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const sandbox = this.#sandbox;
    this.#sandbox = undefined;
    await sandbox?.kill();
  }
}

const MAX_REMEMBERED_FILES = 200;
