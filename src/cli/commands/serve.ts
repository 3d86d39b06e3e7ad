import { isInsideGateway } from "../../config/inside-gateway.ts";
import { CodemodeError } from "../../errors.ts";
import { serveStdioGateway } from "../../gateway/stdio.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, type CommonOptions } from "../open.ts";

/** `codemode serve`: until the client closes the pipe. Everything it says goes to stderr. */
export function serve(options: CommonOptions): Promise<number> {
  if (isInsideGateway()) {
    throw new CodemodeError(
      "USAGE",
      "This gateway was started by another codemode gateway, which would go on for ever. Take codemode out of the config that codemode reads.",
    );
  }
  const log = (text: string): void => void process.stderr.write(`codemode: ${text}\n`);
  const opened = openCodemode(options, {
    onServerChange({ name, state }) {
      if (state.kind === "ready") log(`server "${name}" is ready with ${state.toolCount} tools`);
      if (state.kind === "failed") log(`server "${name}" is not available: ${state.reason} [${state.code}]`);
    },
  });
  return withLifecycle(opened, async (codemode) => {
    // The first execution finds a warm sandbox; a machine without one says so now and again with each execution.
    codemode.executor.setup().catch((error: unknown) => log(String(error)));
    await serveStdioGateway(codemode, { onError: (error) => log(error.message) });
    return 0;
  });
}
