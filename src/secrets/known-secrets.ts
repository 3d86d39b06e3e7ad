/**
 * The secrets that are sent to one server, and a net that takes them out of what comes back from it: a server that repeats its credentials in
 * an error or in a result gives them to nobody. It finds exact copies, so it is a net and not a wall: a server that knows a secret can spell it otherwise.
 */
export class KnownSecrets {
  readonly #texts = new Set<string>();

  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < LEAST_CHARACTERS || this.#texts.has(secret)) return;
    this.#texts.add(secret);
    // The oldest are those that nobody takes any more; access tokens come anew every few minutes.
    for (const oldest of this.#texts) {
      if (this.#texts.size <= MAX_SECRETS) break;
      this.#texts.delete(oldest);
    }
  }

  /** The text with `[secret]` in the place of each. */
  redact(text: string): string {
    let clean = text;
    for (const secret of this.#texts) if (clean.includes(secret)) clean = clean.replaceAll(secret, REPLACEMENT);
    return clean;
  }

  /** Changes all texts and names in what was parsed from JSON; others have no copy of it yet. */
  redactIn<T>(value: T): T {
    return this.#texts.size === 0 ? value : (this.#clean(value) as T);
  }

  #clean(root: unknown): unknown {
    if (typeof root === "string") return this.redact(root);
    // No recursion: how deep an answer is, its server decides.
    const open = [root];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (typeof at !== "object" || at === null) continue;
      const record = at as Record<string, unknown>;
      for (const key of Object.keys(record)) {
        const inner = record[key];
        const cleanKey = Array.isArray(at) ? key : this.redact(key);
        const clean = typeof inner === "string" ? this.redact(inner) : inner;
        if (cleanKey !== key) delete record[key];
        if (cleanKey !== key || clean !== inner)
          Object.defineProperty(record, cleanKey, { value: clean, writable: true, enumerable: true, configurable: true });
        if (typeof clean === "object" && clean !== null) open.push(clean);
      }
    }
    return root;
  }
}

const REPLACEMENT = "[secret]";
/** What is shorter is found in texts that have nothing to do with it. */
const LEAST_CHARACTERS = 6;
const MAX_SECRETS = 64;
