import { cp, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createCodemode, type Codemode } from "../../codemode.ts";
import type { TraceEvent } from "../../executor/trace.ts";
import { renderError, renderResult } from "../../answers/render-result.ts";
import { demoServers } from "../demo/servers.ts";
import { timeline } from "../demo/timeline.ts";
import { compareTokens } from "../demo/tokens.ts";
import { languageNamed } from "../language.ts";
import { withLifecycle } from "../lifecycle.ts";
import { waitForServers, type CommonOptions } from "../open.ts";
import { printJson } from "../print.ts";

/** `codemode demo`: one program over the real filesystem, memory and everything servers, in a folder of its own. */
export function demo(options: CommonOptions): Promise<number> {
  return withLifecycle(openDemo(), async ({ codemode }, signal) => {
    const language = languageNamed(options.lang ?? "typescript");
    const program = await readFile(new URL(language === "python" ? "program.py" : "program.ts", examples), "utf8");
    await Promise.all([waitForServers(codemode, signal), codemode.executor.setup(language)]);
    const events: TraceEvent[] = [];
    const result = await codemode.executor.execute(program, { signal, language, onEvent: (event) => events.push(event) });
    const tokens = await compareTokens(codemode, program, renderResult(result), events);
    if (options.json) printJson({ result, tokens, tool_count: codemode.registry.toolCount });
    else {
      const factor = (tokens.oneByOne / tokens.codeMode).toFixed(1);
      process.stdout.write(
        [
          `${codemode.registry.toolCount} tools of ${codemode.registry.listServers().length} servers, one program:`,
          "",
          result.output + JSON.stringify(result.value, null, 2),
          ...(result.error ? ["", renderError(result.error)] : []),
          "",
          `${result.calls.length} calls in ${result.duration_ms.toFixed(0)} ms:`,
          timeline(result.calls),
          "",
          `What the model carries, in ${tokens.unit}: ${tokens.oneByOne} one by one, ${tokens.codeMode} in Code Mode (${factor} times less).`,
          "One by one is all tool definitions and every call's arguments and result; Code Mode is our four definitions, the program and what it gave back; each counted once, though without caching both are sent again at every turn.",
          ...(tokens.unit === "bytes" ? ["To count tokens instead of bytes: npm install gpt-tokenizer"] : []),
          "",
        ].join("\n"),
      );
    }
    return result.ok ? 0 : 1;
  });
}

const examples = new URL("../../../examples/demo/", import.meta.url);

interface Demo extends AsyncDisposable {
  readonly codemode: Codemode;
}

async function openDemo(): Promise<Demo> {
  // The filesystem server compares real paths; the temporary folder of macOS is a link.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "codemode-demo-")));
  await cp(fileURLToPath(new URL("files/", examples)), folder, { recursive: true });
  const codemode = createCodemode({ servers: demoServers(folder), policy: { allow: ["*"] } });
  return {
    codemode,
    async [Symbol.asyncDispose]() {
      await codemode[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
