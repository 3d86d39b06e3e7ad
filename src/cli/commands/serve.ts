import { isInsideGateway } from "../../config/inside-gateway.ts";
import type { Codemode } from "../../codemode.ts";
import { CodemodeError } from "../../errors.ts";
import { serveStdioGateway } from "../../gateway/stdio.ts";
import { withLifecycle } from "../lifecycle.ts";
import { openCodemode, type CommonOptions } from "../open.ts";

export interface ServeOptions extends CommonOptions {
  /** `[host:]port`, or `true` for the default address. */
  readonly http?: string | number | true;
  readonly auth?: string;
}

/** `codemode serve`: until the client closes the pipe, or over HTTP until a signal. Everything it says goes to stderr. */
export function serve(options: ServeOptions): Promise<number> {
  if (isInsideGateway()) {
    throw new CodemodeError(
      "USAGE",
      "This gateway was started by another codemode gateway, which would go on for ever. Take codemode out of the config that codemode reads.",
    );
  }
  const log = (text: string): void => void process.stderr.write(`codemode: ${text}\n`);
  const address = options.http === undefined ? undefined : parseAddress(options.http);
  if (options.auth !== undefined && options.auth !== "none" && options.auth !== "token")
    throw new CodemodeError("USAGE", `--auth takes token or none, not "${options.auth}".`);
  if (options.auth !== undefined && !address)
    throw new CodemodeError("USAGE", "--auth is for --http: a pipe belongs to who has started it.");
  const opened = openCodemode(options, {
    onServerChange({ name, state }) {
      if (state.kind === "ready") log(`server "${name}" is ready with ${state.toolCount} tools`);
      if (state.kind === "failed") log(`server "${name}" is not available: ${state.reason} [${state.code}]`);
    },
  });
  const prepare = (codemode: Codemode): void => {
    // A log that can't be written is told now, and not by the first call.
    codemode.audit?.open();
    // The first execution finds a warm sandbox; a machine without one says so now and again with each execution.
    codemode.executor.setup().catch((error: unknown) => log(String(error)));
  };
  const onError = (error: Error): void => log(error.message);
  if (!address) {
    return withLifecycle(opened, async (codemode) => {
      prepare(codemode);
      await serveStdioGateway(codemode, { onError });
      return 0;
    });
  }
  return withLifecycle(
    opened,
    async (codemode, signal) => {
      const { serveHttpGateway } = await import("../../gateway/http/http.ts");
      const { readOrMakeToken } = await import("../../gateway/http/token.ts");
      const { http: config } = codemode.config;
      const secret = options.auth === "none" ? undefined : await readOrMakeToken(config.tokenFile);
      const gateway = await serveHttpGateway(codemode, { ...config, ...address, token: secret?.token, onError });
      prepare(codemode);
      log(`listening on ${gateway.url}`);
      if (!secret) log("warning: no token is asked for; every program on this machine can run code and call your tools.");
      else if (secret.made) log(`clients send "Authorization: Bearer ${secret.token}"; this is shown once and kept in ${config.tokenFile}`);
      else log(`clients send the bearer token in ${config.tokenFile}`);
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      await gateway.close(DRAIN_MS);
      return 0;
    },
    { drainMs: DRAIN_MS + 2_000 },
  );
}

/** @throws CodemodeError `USAGE` */
function parseAddress(given: string | number | true): { readonly host: string; readonly port: number } {
  if (given === true || given === "") return { host: "127.0.0.1", port: DEFAULT_PORT };
  const [, host, port = ""] = /^(?:(.+):)?(\d{1,5})$/.exec(String(given)) ?? [];
  if (port === "" || Number(port) > 65_535)
    throw new CodemodeError("USAGE", `--http takes [host:]port, for instance 127.0.0.1:${DEFAULT_PORT}, not "${given}".`);
  return { host: host?.replace(/^\[(.*)\]$/, "$1") ?? "127.0.0.1", port: Number(port) };
}

const DEFAULT_PORT = 7_733;
const DRAIN_MS = 10_000;
