import type { FileSystem } from "typescript/unstable/fs";

/** What has changed since the compiler was last told. */
export interface FileChanges {
  readonly changed: string[];
  readonly created: string[];
  readonly deleted: string[];
}

/** All that the compiler can read: files in memory, and the declarations of the language from its own package. Nothing else of the machine. */
export class VirtualFiles {
  readonly #files = new Map<string, string>();
  readonly #folders = new Set<string>();
  #changed = new Set<string>();
  #created = new Set<string>();
  #deleted = new Set<string>();

  readonly system: FileSystem = {
    // `null`: it is not there. `undefined` would let the compiler read the machine's own.
    readFile: (path) => (isLanguageFile(path) ? undefined : (this.#files.get(path) ?? null)),
    fileExists: (path) => (isLanguageFile(path) ? undefined : this.#files.has(path)),
    directoryExists: (path) => this.#folders.has(path),
    getAccessibleEntries: () => ({ files: [], directories: [] }),
    realpath: (path) => path,
  };

  write(path: string, text: string): void {
    const known = this.#files.get(path);
    if (known === text) return;
    // One that was removed and comes again before the compiler was told has changed.
    const isNew = known === undefined && !this.#deleted.delete(path);
    (isNew ? this.#created : this.#changed).add(path);
    this.#files.set(path, text);
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) this.#folders.add(path.slice(0, at));
  }

  /** The files in a folder, also those further down. */
  below(folder: string): string[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(folder));
  }

  /** Forgets a file that no program refers to any more. */
  remove(path: string): void {
    if (!this.#files.delete(path)) return;
    this.#created.delete(path);
    this.#changed.delete(path);
    this.#deleted.add(path);
  }

  takeChanges(): FileChanges {
    const changes = { changed: [...this.#changed], created: [...this.#created], deleted: [...this.#deleted] };
    this.#changed = new Set();
    this.#created = new Set();
    this.#deleted = new Set();
    return changes;
  }
}

/** A declaration file of the language, in the compiler's own package. */
export function isLanguageFile(path: string): boolean {
  return /\/@typescript\/typescript-[\w-]+\/lib\/lib\.[\w.]+\.d\.ts$/.test(path);
}
