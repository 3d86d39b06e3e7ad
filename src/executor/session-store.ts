import { randomUUID } from "node:crypto";
import { CodemodeError } from "../errors.ts";
import type { Limits } from "../sandbox/limits.ts";
import type { Language } from "./languages/language.ts";
import { Session } from "./session.ts";

export interface SessionStoreOptions {
  /** How many sessions may be open. */
  readonly maxSessions: number;
  /** How long an unused one stays, in milliseconds. */
  readonly idleMs: number;
  /** Whether something waits for its turn in a session. */
  readonly isAwaited: (id: string) => boolean;
}

/** The open sessions of an executor: the one that was unused for longest makes room, and what is unused for long is closed. */
export class SessionStore implements AsyncDisposable {
  readonly #options: SessionStoreOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #executing = new Set<Session>();
  readonly #closing = new Set<Promise<unknown>>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: SessionStoreOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => void this.#closeIdle(), Math.min(options.idleMs, 30_000)).unref();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** @throws CodemodeError `BUSY` where all that may be open have work */
  open(language: Language, limits: Limits, owner?: string): Session {
    const { maxSessions } = this.#options;
    while (this.#sessions.size >= maxSessions) {
      const idle = [...this.#sessions.values()]
        .filter((session) => !this.#isBusy(session))
        .toSorted((a, b) => a.lastUsedAt - b.lastUsedAt)[0];
      if (!idle)
        throw new CodemodeError("BUSY", `All ${maxSessions} sessions have work. Try again when some has ended, or raise maxSessions.`);
      this.#sessions.delete(idle.id);
      // The new session need not wait for the old process to be gone; the disposal does.
      const closing = idle.close().finally(() => this.#closing.delete(closing));
      this.#closing.add(closing);
    }
    const session = new Session(randomUUID(), language, limits, owner);
    this.#sessions.set(session.id, session);
    return session;
  }

  /** @throws CodemodeError `SESSION_UNKNOWN`, also for a session of somebody else: who guesses an id learns nothing */
  find(id: string, owner?: string): Session {
    const session = this.#sessions.get(id);
    if (session && session.owner === owner) return session;
    throw new CodemodeError(
      "SESSION_UNKNOWN",
      `There is no session "${id.slice(0, 100)}": it was closed, has expired, or never was. Leave session_id out for a fresh one.`,
    );
  }

  /** Ends a session and its processes. @throws CodemodeError `SESSION_UNKNOWN` */
  async close(id: string, owner?: string): Promise<void> {
    const session = this.find(id, owner);
    this.#sessions.delete(id);
    await session.close();
  }

  /** Uses a session, which is not closed meanwhile. */
  async using<T>(session: Session, work: () => Promise<T>): Promise<T> {
    this.#executing.add(session);
    try {
      return await work();
    } finally {
      this.#executing.delete(session);
      session.lastUsedAt = Date.now();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweep);
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all([...this.#closing, ...sessions.map((session) => session.close())]);
  }

  #isBusy(session: Session): boolean {
    return this.#executing.has(session) || this.#options.isAwaited(session.id);
  }

  async #closeIdle(): Promise<void> {
    const oldest = Date.now() - this.#options.idleMs;
    for (const session of this.#sessions.values()) {
      if (this.#isBusy(session) || session.lastUsedAt > oldest) continue;
      this.#sessions.delete(session.id);
      await session.close();
    }
  }
}
