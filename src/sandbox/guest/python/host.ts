/** What the Python guest needs of the JavaScript engine around it, only while it boots but for the last five. */
export interface PythonHost {
  readonly args: readonly string[];
  readFile(path: string): Uint8Array<ArrayBuffer>;
  /** The names in a folder. */
  listFolder(path: string): readonly string[];
  /** A file that is read piece by piece; each call fills `into`, or throws where the file ends before. */
  openFile(path: string): (into: Uint8Array) => void;
  /** The exports of one of the engine's modules. */
  loadModule(path: string): Promise<Readonly<Record<string, unknown>>>;
  /** Gives up what this process was allowed to read. */
  giveUpFiles(): void;
  /** Blocks until the host has sent something; how many bytes, 0 at the end. */
  readInput(into: Uint8Array): number;
  /** Blocks until the host has taken all of it. */
  writeOutput(bytes: Uint8Array): void;
  now(): number;
  /** Ends the process; the host reads why. */
  fail(why: string): never;
  exit(code: number): never;
}
