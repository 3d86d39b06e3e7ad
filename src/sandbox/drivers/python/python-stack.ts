/**
 * How deep Python may call itself in C, before it is its own RecursionError: the flag of V8 for its stack, in KiB. V8's own measure, of 1 MiB, is
 * over before CPython's; the main thread has 8 MiB, but 1 MiB on Windows.
 */
export const PYTHON_STACK = `--stack-size=${process.platform === "win32" ? 900 : 4_000}`;
