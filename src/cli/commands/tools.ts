import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

/** `codemode tools`: without a query every tool, with one the best twenty. */
export function tools(query: string | undefined, options: CommonOptions): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    await waitForServers(codemode, signal);
    const limit = query === undefined ? Infinity : 20;
    const { tools: found, meant } = await codemode.searchTools(query ?? "", {
      limit,
      ...(options.server === undefined ? {} : { server: options.server }),
    });
    if (meant.length > 0) process.stderr.write(plain(`Nothing has these words. Taken for: ${meant.join(", ")}`) + "\n");
    if (options.json) printJson(found);
    else
      for (const { server, tool, description, also } of found) {
        const others = also ? ` (also ${also.join(", ")})` : "";
        process.stdout.write(plain(`${server}.${tool}  ${description}${others}`.trimEnd()) + "\n");
      }
    return 0;
  });
}
