import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, waitForServers, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";

/** `codemode describe server.tool`. */
export function describe(tool: string, options: CommonOptions): Promise<number> {
  return withLifecycle(openCodemode(options), async (codemode, signal) => {
    await waitForServers(codemode, signal);
    const details = codemode.describeTool(tool);
    if (options.json) printJson(details);
    else process.stdout.write(`${plain(details.import)}\n\n${plain(details.declaration)}`);
    return 0;
  });
}
