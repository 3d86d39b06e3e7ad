// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file, for both configurations that compile this one
/// <reference path="./web-assembly.d.ts" />
import type { PythonHost } from "./host.ts";
import { imports as reviewed } from "./reviewed-imports.ts";
import { createSeal, type Seal } from "./seal.ts";
import { openSnapshot, type SnapshotFile } from "./snapshot-file.ts";

/** The few of Emscripten's and Pyodide's own things that are used; none of them reaches a program. */
export interface PythonModule {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly FS: EmscriptenFiles;
  readonly HEAP8: Int8Array;
  /** The address of CPython's flag that says whether it should ask for signals. */
  readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
  stringToNewUTF8(text: string): number;
  _PyRun_SimpleString(text: number): number;
}

export interface EmscriptenFiles {
  readonly filesystems: {
    readonly MEMFS: {
      expandFileStorage(node: FileNode, size: number): void;
      resizeFileStorage(node: FileNode, size: number): void;
      readonly ops_table: { readonly file: { readonly stream: { write: FileWrite } } };
    };
  };
  /** Every file that has a name, in chains by a hash. */
  readonly nameTable: readonly (FileNode | undefined)[];
  readonly streams: readonly ({ readonly node?: FileNode } | null | undefined)[];
  mkdirTree(path: string): void;
  writeFile(path: string, data: Uint8Array | string): void;
  chdir(path: string): void;
  makedev(major: number, minor: number): number;
  registerDevice(device: number, operations: object): void;
  mkdev(path: string, device: number): void;
  createNode(parent: unknown, name: string, mode: number, device: number): FileNode;
  readonly ErrnoError: new (code: number) => Error;
}

type FileWrite = (
  opened: { readonly node: FileNode },
  buffer: unknown,
  offset: number,
  length: number,
  position: number,
  canOwn?: boolean,
) => number;

export interface FileNode {
  /** The bytes of a file, with room for more; for a folder its files. */
  readonly contents?: (object & { readonly length?: number }) | null;
  readonly usedBytes?: number;
  readonly name_next?: FileNode;
}

export interface EngineOptions {
  /** The folder of the package `pyodide`, with a slash at the end. */
  readonly engine: string;
  /** The most that the memory of Python may grow to beyond what it starts with, in MiB. */
  readonly memoryMb: number;
  /** A file to wake from; without one Python boots from nothing. */
  readonly snapshot?: string;
}

export interface Engine {
  readonly module: PythonModule;
  readonly seal: Seal;
}

/**
 * Boots CPython. Pyodide's loader believes that it is in a bare JavaScript shell, whose only way to files is a function that reads them:
 * so it takes none of the ways that it knows in Node, Deno and browsers.
 */
export async function bootEngine(host: PythonHost, { engine, memoryMb, snapshot }: EngineOptions): Promise<Engine> {
  const binary = `${engine}pyodide.asm.wasm`;
  // Compiled beside all that is done before it is needed; the loader gets something else to hand back.
  const compiling = WebAssembly.compile(host.readFile(binary));
  shapeShell((path) => (path === binary ? STAND_IN : host.readFile(path)));
  const { loadPyodide } = (await host.loadModule(`${engine}pyodide.mjs`)) as { loadPyodide: LoadPyodide };
  const { default: createModule } = (await host.loadModule(`${engine}pyodide.asm.mjs`)) as { default: CreateModule };
  const seal = createSeal({ reviewed, memoryMb, now: () => host.now(), fail: (why) => host.fail(why), exit: (code) => host.exit(code) });
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = ((source: Uint8Array | WebAssembly.Module, imports: WebAssembly.Imports) =>
    source instanceof WebAssembly.Module || source.byteLength !== STAND_IN.length
      ? instantiate(source as Uint8Array, imports)
      : seal.instantiate(compiling, imports)) as typeof instantiate;
  const config = {
    indexURL: engine,
    stdLibURL: `${engine}python_stdlib.zip`,
    packageCacheDir: engine,
    lockFileContents: lockFile(host, engine),
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  };
  const module = await (snapshot === undefined
    ? bootFromNothing(loadPyodide, createModule, config)
    : wake(loadPyodide, createModule, config, openSnapshot(host.openFile(snapshot))));
  WebAssembly.instantiate = instantiate;
  return { module, seal };
}

type CreateModule = (settings: object) => Promise<PythonModule>;
type LoadPyodide = (config: object) => Promise<{ readonly _module: PythonModule }>;

async function bootFromNothing(loadPyodide: LoadPyodide, createModule: CreateModule, config: object): Promise<PythonModule> {
  const { _module: module } = await loadPyodide({ ...config, createPyodideModule: createModule });
  return module;
}

/** Pyodide makes the memory and is left there: all that it does after is to lead Python and JavaScript to each other. */
function wake(loadPyodide: LoadPyodide, createModule: CreateModule, config: object, file: SnapshotFile): Promise<PythonModule> {
  return new Promise((resolve, reject) => {
    loadPyodide({
      ...config,
      _loadSnapshot: ofLength(file.size),
      async createPyodideModule(settings: object) {
        const module = await createModule(settings);
        file.readInto(module.HEAPU8);
        resolve(module);
        return new Promise<never>(() => {});
      },
    }).catch(reject);
  });
}

/** Stands for the engine's code where the loader reads it; no module is as short. Other modules that it makes while it boots are small ones of its own. */
const STAND_IN = new Uint8Array(1);

function shapeShell(readFile: (path: string) => Uint8Array): void {
  const shell = globalThis as Record<string, unknown>;
  for (const name of ["Deno", "process", "Buffer", "global", "window", "self", "navigator", "location", "prompt", "require"])
    delete shell[name];
  shell.load = () => {};
  shell.read = (path: string) => new TextDecoder().decode(readFile(path));
  shell.readbuffer = readFile;
  // Emscripten takes its random numbers from `crypto` where it believes to be in a worker.
  shell.WorkerGlobalScope = Object;
}

/** What Pyodide wants to know of packages: that there are none, in its own version. */
function lockFile(host: PythonHost, engine: string): string {
  const { info } = JSON.parse(new TextDecoder().decode(host.readFile(`${engine}pyodide-lock.json`))) as { readonly info: object };
  return JSON.stringify({ info, packages: {} });
}

/** Pyodide asks how long a snapshot is, to make the memory for it; the bytes come another way. */
function ofLength(length: number): Uint8Array {
  return Object.defineProperty(new Uint8Array(0), "length", { value: length });
}
