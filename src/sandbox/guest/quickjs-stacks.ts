/** One frame, as QuickJS gives it to `Error.prepareStackTrace`. */
interface CallSite {
  getFunctionName(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** Makes `error.stack` begin with the error's name and message and name its places, as in V8 and Deno. */
export function writeStacksAsV8(): void {
  Object.assign(Error, {
    stackTraceLimit: 10,
    prepareStackTrace(error: unknown, frames: readonly CallSite[]): string {
      const lines = frames.map((frame) => {
        const place = `${frame.getFileName() ?? "native"}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`;
        const name = frame.getFunctionName();
        return name ? `    at ${name} (${place})` : `    at ${place}`;
      });
      return [titleOf(error), ...lines].join("\n");
    },
  });
}

function titleOf(error: unknown): string {
  try {
    const { name, message } = error as Error;
    return message === "" ? String(name) : `${String(name)}: ${String(message)}`;
  } catch {
    return "Error";
  }
}
