import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { printJson } from "../print.ts";

/** `codemode generate`: writes each file that has changed, whole or not at all. */
export function generate(options: CommonOptions & { readonly out: string }): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    await waitForServers(codemode, signal);
    const written: string[] = [];
    for (const [path, content] of codemode.generateFiles()) {
      const file = join(options.out, path);
      if ((await readFile(file, "utf8").catch(() => undefined)) === content) continue;
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.${process.pid}.tmp`, content);
      await rename(`${file}.${process.pid}.tmp`, file);
      written.push(file);
    }
    if (options.json) printJson({ written });
    else process.stdout.write(written.length === 0 ? "Nothing has changed.\n" : written.map((file) => `${file}\n`).join(""));
    return 0;
  });
}
