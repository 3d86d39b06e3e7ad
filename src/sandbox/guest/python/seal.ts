// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file, for both configurations that compile this one
/// <reference path="./web-assembly.d.ts" />
/** The functions that Python's WebAssembly takes from JavaScript, as somebody has looked at them, by module and name. */
export type ReviewedImports = Readonly<Record<string, { readonly allowed: readonly string[]; readonly denied: readonly string[] }>>;

export interface SealOptions {
  readonly reviewed: ReviewedImports;
  /** The most that the memory may grow by after the seal, in MiB. */
  readonly memoryMb: number;
  readonly now: () => number;
  readonly fail: (why: string) => never;
  readonly exit: (code: number) => never;
}

export interface Seal {
  /** As `WebAssembly.instantiate` with bytes that are being compiled; the imports are what the seal makes of them. */
  instantiate(compiling: Promise<WebAssembly.Module>, imports: WebAssembly.Imports): Promise<WebAssembly.Instantiated>;
  /** From here on every denied import ends the process. There is no way back. */
  close(): void;
}

/**
 * The wall between Python and the JavaScript around it. CPython compiled to WebAssembly can do what its imports can do and nothing else;
 * Pyodide gives it everything that JavaScript has. So each import that a sealed Python must not reach is replaced, and the replacement
 * ends the process: what asks for it is an attack, or something that the runtime's own Python should have refused with an error.
 *
 * Fails closed: a build whose list of imports is not the reviewed one, to the name, does not start.
 */
export function createSeal({ reviewed, memoryMb, now, fail, exit }: SealOptions): Seal {
  let closed = false;
  let memory: WebAssembly.Memory | undefined;
  let lookedAt = 0;

  /** What takes the place of imports whatever the list says of them. */
  const replaced: Readonly<Record<string, (...args: number[]) => unknown>> = {
    // CPython asks here, every few thousand steps, whether a signal has come; one comes whenever a tick of work has passed.
    _Py_CheckEmscriptenSignals_Helper() {
      const at = now();
      if (!closed || at - lookedAt < TICK_MS) return 0;
      lookedAt = at;
      return SIGALRM;
    },
    // Emscripten's own throw, through Python's frames, what nobody catches.
    exit: (code = 0) => exit(code),
    proc_exit: (code = 0) => exit(code),
  };

  function guard(module: string, name: string, given: unknown): unknown {
    const { allowed = [], denied = [] } = reviewed[module] ?? {};
    const own = Object.hasOwn(replaced, name) ? replaced[name] : undefined;
    if (own) return own;
    if (allowed.includes(name)) return given;
    if (!denied.includes(name)) return fail(`Python's engine imports ${module}.${name}, which nobody has reviewed; it is not started.`);
    if (typeof given !== "function") return given;
    // What suspends WebAssembly is an object of its own kind; calling it through a function makes it a plain import, which never suspends.
    return (...args: unknown[]): unknown =>
      closed ? fail(`sealed: Python reached for ${module}.${name}`) : (given as (...args: unknown[]) => unknown)(...args);
  }

  return {
    async instantiate(compiling, imports) {
      const compiled = await compiling;
      const wanted = WebAssembly.Module.imports(compiled);
      const sealed: Record<string, Record<string, unknown>> = {};
      for (const { module, name, kind } of wanted) {
        const given = (imports[module] as Record<string, unknown> | undefined)?.[name];
        (sealed[module] ??= {})[name] = kind === "function" ? guard(module, name, given) : given;
      }
      const listed = Object.entries(reviewed).flatMap(([module, { allowed, denied }]) =>
        [...allowed, ...denied].map((name) => `${module}.${name}`),
      );
      const actual = new Set(wanted.filter(({ kind }) => kind === "function").map(({ module, name }) => `${module}.${name}`));
      const gone = listed.find((name) => !actual.has(name));
      if (gone !== undefined) return fail(`Python's engine does not import ${gone}, which the reviewed one does; it is not started.`);
      const instance = await WebAssembly.instantiate(compiled, sealed as WebAssembly.Imports);
      memory = instance.exports.memory as WebAssembly.Memory;
      return { instance, module: compiled };
    },
    close() {
      closed = true;
      if (memory) limitMemory(memory, memoryMb * 2 ** 20);
    },
  };
}

/** How often, in milliseconds of work, Python looks whether its time is over. */
const TICK_MS = 10;
const SIGALRM = 14;
const WASM_PAGE = 65_536;

/** Emscripten grows the memory through this method, tries less where it throws, and then tells Python that there is none left. */
function limitMemory(memory: WebAssembly.Memory, byBytes: number): void {
  const ceiling = memory.buffer.byteLength + byBytes;
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * WASM_PAGE > ceiling) throw new RangeError("Python has as much memory as it may have");
    return grow(pages);
  };
}
