import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isGenerated } from "../../codemode.ts";
import { CodemodeError } from "../../errors.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { printJson } from "../print.ts";

/** `codemode generate`: writes each file that has changed, whole or not at all, and removes those whose tool is gone. */
export function generate(options: CommonOptions & { readonly out: string; readonly importExtension?: string }): Promise<number> {
  const { importExtension = ".ts" } = options;
  if (importExtension !== ".ts" && importExtension !== ".js") {
    throw new CodemodeError("USAGE", `--import-extension is .ts or .js, not "${importExtension}".`);
  }
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    const statuses = await waitForServers(codemode, signal);
    const files = codemode.generateFiles({ importExtension });
    const written: string[] = [];
    for (const [path, content] of files) {
      const file = join(options.out, path);
      if ((await readFile(file, "utf8").catch(() => undefined)) === content) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeWhole(file, content);
      written.push(file);
    }
    // A server that is away keeps its files: its tools are not gone.
    const removed = statuses.every(({ state }) => state.kind === "ready") ? await removeStale(options.out, new Set(files.keys())) : [];
    if (options.json) printJson({ written, removed });
    else {
      const lines = [...written.map((file) => `${file}\n`), ...removed.map((file) => `${file} (removed)\n`)];
      process.stdout.write(lines.length === 0 ? "Nothing has changed.\n" : lines.join(""));
    }
    return 0;
  });
}

/** Removes files that an earlier run has made and this one would not. */
async function removeStale(out: string, current: ReadonlySet<string>): Promise<string[]> {
  const removed: string[] = [];
  const entries = await readdir(join(out, "servers"), { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(join(out, "/").length).replaceAll("\\", "/");
    if (!entry.isFile() || current.has(path) || !/\.(?:ts|js|pyi)$/.test(entry.name)) continue;
    if (!isGenerated(await readFile(file, "utf8"))) continue;
    await rm(file);
    removed.push(file);
  }
  return removed;
}
