import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

/** `codemode tools`: without a query every tool, with one the best twenty. */
export function tools(query: string | undefined, options: CommonOptions): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    await waitForServers(codemode, signal);
    const limit = query === undefined ? Infinity : 20;
    const found = codemode.searchTools(query ?? "", { limit, ...(options.server === undefined ? {} : { server: options.server }) });
    if (options.json) printJson(found);
    else for (const tool of found) process.stdout.write(plain(`${tool.server}.${tool.tool}  ${tool.description}`.trimEnd()) + "\n");
    return 0;
  });
}
