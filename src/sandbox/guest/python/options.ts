/** What the driver says on the command line, as JSON. */
export interface PythonGuestOptions {
  /** The folder of the package `pyodide`, with a slash at the end. */
  readonly engine: string;
  /** The folder that holds the runtime's Python, with a slash at the end. */
  readonly runtime: string;
  /** The file to wake from and serve; without it Python boots, imports, writes its memory to standard output and ends. */
  readonly snapshot?: string;
  /** Wheels to put on the path before the seal. */
  readonly wheels: readonly string[];
  readonly memoryMb: number;
  /** Whether the seal stays open; for tests of the other wall alone. */
  readonly unsealed?: boolean;
}
