import { setTimeout } from "node:timers/promises";
import { CodemodeError } from "../errors.ts";

/** Exit codes by convention: 128 and the signal's number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Runs the body of a command and disposes `resource` at its end, however it comes. SIGINT, SIGTERM and SIGHUP abort the body's signal,
 * wait for the disposal and give the conventional exit code; a second signal exits at once (the reaper ends what is left).
 * @param drainMs how long a body that has been told may take to end by itself, with an exit code of its own. @default 0
 */
export async function withLifecycle<Resource extends AsyncDisposable>(
  open: Promise<Resource>,
  body: (resource: Resource, signal: AbortSignal) => Promise<number>,
  { drainMs = 0 }: { readonly drainMs?: number } = {},
): Promise<number> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let ownCode: number | undefined;
  const onSignal = (signal: keyof typeof exitCodes): void => {
    if (exitCode !== undefined) process.exit(exitCode);
    exitCode = exitCodes[signal];
    controller.abort(new CodemodeError("CANCELLED", `Ended by ${signal}.`));
  };
  for (const signal of Object.keys(exitCodes) as (keyof typeof exitCodes)[]) process.on(signal, onSignal);
  const aborted = new Promise<void>((resolve) => controller.signal.addEventListener("abort", () => resolve(), { once: true }));
  try {
    // What is opened may itself wait for somebody, as for an answer on the terminal.
    const opened = await Promise.race([open.then((resource) => ({ resource })), aborted]);
    if (!opened) return exitCode ?? 1;
    await using resource = opened.resource;
    const done = body(resource, controller.signal);
    // A body that does not look at its signal is left behind; the disposal ends what it waits for.
    await Promise.race([done, aborted]);
    if (exitCode !== undefined && drainMs > 0) {
      const ended = await Promise.race([done, setTimeout(drainMs, undefined)]);
      if (ended !== undefined) ownCode = ended;
    }
    return ownCode ?? exitCode ?? (await done);
  } catch (error) {
    if (exitCode !== undefined) return exitCode;
    throw error;
  } finally {
    for (const signal of Object.keys(exitCodes)) process.off(signal, onSignal);
    if (exitCode !== undefined) process.exit(ownCode ?? exitCode);
  }
}
