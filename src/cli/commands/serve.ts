import { isInsideGateway } from "../../config/inside-gateway.ts";
import type { Codemode } from "../../codemode.ts";
import type { HttpConfig } from "../../config/config.ts";
import { CodemodeError } from "../../errors.ts";
import type { HttpAuth } from "../../gateway/http/http.ts";
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
  if (options.auth !== undefined && !AUTH_KINDS.has(options.auth))
    throw new CodemodeError("USAGE", `--auth takes token, oauth or none, not "${options.auth}".`);
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
      const { http: config } = codemode.config;
      const { auth, notice } = await authOf(options.auth ?? (config.oauth ? "oauth" : "token"), config);
      const gateway = await serveHttpGateway(codemode, { ...config, ...address, auth, onError });
      prepare(codemode);
      log(`listening on ${gateway.url}`);
      log(notice);
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      await gateway.close(DRAIN_MS);
      return 0;
    },
    { drainMs: DRAIN_MS + 2_000 },
  );
}

/** What clients must bring, and how the operator hears of it. @throws CodemodeError `CONFIG_INVALID` */
async function authOf(kind: string, { oauth, tokenFile }: HttpConfig): Promise<{ readonly auth: HttpAuth; readonly notice: string }> {
  if (kind === "none")
    return {
      auth: { kind },
      notice: "warning: no token is asked for; every program on this machine can run code and call your tools.",
    };
  if (kind === "oauth") {
    if (!oauth)
      throw new CodemodeError("CONFIG_INVALID", "--auth oauth needs codemode.http.oauth in the config, with at least issuer and audience.");
    return { auth: { kind, oauth }, notice: `clients send an access token of ${oauth.issuer} for ${oauth.audience}` };
  }
  const { readOrMakeToken } = await import("../../gateway/http/token.ts");
  const { token, made } = await readOrMakeToken(tokenFile);
  return {
    auth: { kind: "token", token },
    notice: made
      ? `clients send "Authorization: Bearer ${token}"; this is shown once and kept in ${tokenFile}`
      : `clients send the bearer token in ${tokenFile}`,
  };
}

/** @throws CodemodeError `USAGE` */
function parseAddress(given: string | number | true): { readonly host: string; readonly port: number } {
  if (given === true || given === "") return { host: "127.0.0.1", port: DEFAULT_PORT };
  const [, host, port = ""] = /^(?:(.+):)?(\d{1,5})$/.exec(String(given)) ?? [];
  if (port === "" || Number(port) > 65_535)
    throw new CodemodeError("USAGE", `--http takes [host:]port, for instance 127.0.0.1:${DEFAULT_PORT}, not "${given}".`);
  return { host: host?.replace(/^\[(.*)\]$/, "$1") ?? "127.0.0.1", port: Number(port) };
}

const AUTH_KINDS: ReadonlySet<string> = new Set(["token", "oauth", "none"]);
const DEFAULT_PORT = 7_733;
/** The rest of ten seconds is for what must be cancelled: that is how long supervisors wait. */
const DRAIN_MS = 8_000;
