import type { FileSystem } from "typescript/unstable/fs";

/** What has changed since the compiler was last told. */
export interface FileChanges {
  readonly changed: string[];
  readonly created: string[];
  /** None: no file goes, because others stand for it until it is written again. */
  readonly deleted: string[];
}

/** All that the compiler can read: files in memory, and the declarations of the language from its own package. Nothing else of the machine. */
export class VirtualFiles {
  readonly #files = new Map<string, string>();
  readonly #folders = new Set<string>();
  #changed = new Set<string>();
  #created = new Set<string>();

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
    (known === undefined ? this.#created : this.#changed).add(path);
    this.#files.set(path, text);
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) this.#folders.add(path.slice(0, at));
  }

  takeChanges(): FileChanges {
    const changes = { changed: [...this.#changed], created: [...this.#created], deleted: [] };
    this.#changed = new Set();
    this.#created = new Set();
    return changes;
  }
}

/** A declaration file of the language, in the compiler's own package. */
export function isLanguageFile(path: string): boolean {
  return /\/@typescript\/typescript-[\w-]+\/lib\/lib\.[\w.]+\.d\.ts$/.test(path);
}
