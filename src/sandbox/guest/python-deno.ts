// The Python guest's entry in Deno.
import type { PythonHost } from "./python/host.ts";
import { servePython } from "./python/serve.ts";

const { args, stdin, stdout, stderr, exit, readTextFileSync, readDirSync, openSync, permissions, SeekMode } = Deno;
// oxlint-disable-next-line no-eval -- Deno would read a module of a megabyte twice, once to look for its imports
const evaluate = globalThis.eval as (code: string) => unknown;

function openFile(path: string): { readonly size: number; read(into: Uint8Array): void } {
  const file = openSync(path);
  const size = file.seekSync(0, SeekMode.End);
  file.seekSync(0, SeekMode.Start);
  return {
    size,
    read(into) {
      for (let at = 0; at < into.length;) {
        const read = file.readSync(into.subarray(at));
        if (read === null) throw new Error(`${path} ends too early`);
        at += read;
      }
    },
  };
}

const host: PythonHost = {
  args,
  readFile(path) {
    // `Deno.readFileSync` takes twice the memory, and touching memory is what a start mostly does.
    const { size, read } = openFile(path);
    const bytes = new Uint8Array(size);
    read(bytes);
    return bytes;
  },
  listFolder: (path) => [...readDirSync(path)].map(({ name }) => name),
  openFile: (path) => openFile(path).read,
  loadModule: (path) => Promise.resolve(evaluateModule(readTextFileSync(path))),
  giveUpFiles: () => void permissions.revokeSync({ name: "read" }),
  readInput: (into) => stdin.readSync(into) ?? 0,
  writeOutput(bytes) {
    for (let at = 0; at < bytes.length;) at += stdout.writeSync(bytes.subarray(at));
  },
  now: () => performance.now(),
  fail(why) {
    stderr.writeSync(new TextEncoder().encode(`${why}\n`));
    return exit(70);
  },
  exit,
};

/** The exports of a module's text that has one export statement, at its end, and no imports. */
function evaluateModule(text: string): Readonly<Record<string, unknown>> {
  const found = /\bexport\s*(?:default\s+(\w+)|\{([^}]*)\});?\s*(?:\/\/[^\n]*\s*)?$/.exec(text);
  if (!found) throw new Error("the engine's module does not end with its exports");
  const names = found[1] === undefined ? (found[2] ?? "") : `${found[1]} as default`;
  const exports = names.split(",").map((each) => each.trim().split(/\s+as\s+/));
  const body = text.slice(0, found.index).replaceAll("import.meta.url", '"file:///engine"');
  const object = exports.map(([local, name = local]) => `${name}: ${local}`).join(", ");
  return evaluate(`(() => { ${body}\nreturn { ${object} }; })()`) as Readonly<Record<string, unknown>>;
}

try {
  await servePython(host);
} catch (error) {
  host.fail(error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
}
