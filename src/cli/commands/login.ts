import { spawn } from "node:child_process";
import { createCodemode } from "../../codemode.ts";
import { browserCommand } from "../../config/browser.ts";
import type { Config, ServerConfig } from "../../config/config.ts";
import { CodemodeError } from "../../errors.ts";
import { login as signIn } from "../../sign-in/login.ts";
import { hasCredentials } from "../../sign-in/kept-sign-in.ts";
import { SignInStore } from "../../sign-in/sign-in-store.ts";
import { signInStates } from "../../sign-in/sign-in-states.ts";
import { withLifecycle } from "../lifecycle.ts";
import { loadOrAsk, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";
import { remoteServer } from "../remote-server.ts";

export interface LoginCommandOptions extends CommonOptions {
  /** False for `--no-browser`. */
  readonly browser?: boolean;
  readonly scope?: string;
}

/** `codemode login [server]`: signs in over the browser. Exit code 1 where the server does not take what came of it. */
export async function login(name: string | undefined, options: LoginCommandOptions): Promise<number> {
  const config = await loadOrAsk(options);
  const store = new SignInStore(config.signIn);
  if (name === undefined) return list(config, store, options);
  const server = remoteServer(config, name);
  if (hasCredentials(server))
    throw new CodemodeError("USAGE", `The config gives the server "${name}" credentials under "headers". Take them out to sign in.`);
  return withLifecycle(Promise.resolve(nothing), async (_, signal) => {
    const isMachine = server.oauth?.grant === "client_credentials";
    if (!isMachine) {
      const show = (url: string): void => showUrl(url, options.browser !== false);
      const scopes = options.scope === undefined ? {} : { scopes: String(options.scope).split(/\s+/) };
      await signIn({ server: name, config: server, store, show, signal, ...scopes });
    }
    return check(name, onlyWith(config, new Map([[name, server]])), options, signal);
  });
}

/** Whether the server takes it. */
async function check(name: string, config: Config, { json }: CommonOptions, signal: AbortSignal): Promise<number> {
  await using codemode = createCodemode({ config, audit: false, telemetry: false });
  const [status] = await codemode.registry.discoverAll({ signal });
  const state = status?.state;
  if (json) printJson({ server: name, ...state });
  else if (state?.kind === "ready") process.stdout.write(`Signed in at ${plain(name)}: ${state.toolCount} tools.\n`);
  if (!json && state?.kind === "failed")
    process.stderr.write(plain(`codemode: the server "${name}" is not available: ${state.reason} [${state.code}]\n`));
  return state?.kind === "ready" ? 0 : 1;
}

/** The servers that want a sign-in, or have one. */
function list(config: Config, store: SignInStore, { json }: CommonOptions): Promise<number> {
  const remote = new Map([...config.servers].filter(([, server]) => server.kind === "http" && !hasCredentials(server)));
  return withLifecycle(
    Promise.resolve(createCodemode({ config: onlyWith(config, remote), audit: false, telemetry: false })),
    async (codemode, signal) => {
      const states = await signInStates(await codemode.registry.discoverAll({ signal }), remote, store);
      if (json) printJson(states);
      else if (states.length === 0) process.stderr.write("No server wants a sign-in.\n");
      else
        for (const { server, state, issuer } of states)
          process.stdout.write(plain(`${server}  ${state}${issuer === undefined ? "" : ` (${issuer})`}`) + "\n");
      return 0;
    },
  );
}

function onlyWith(config: Config, servers: ReadonlyMap<string, ServerConfig>): Config {
  return { ...config, servers, tools: { ...config.tools, hidden: [] }, skills: [] };
}

function showUrl(url: string, open: boolean): void {
  const command = open ? browserCommand() : undefined;
  process.stderr.write(`${command ? "Your browser opens. If it does not, go to" : "Sign in at"}:\n\n${url}\n\n`);
  if (!command) return;
  const [program, ...args] = command;
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true, windowsHide: true });
  child.on("error", () => process.stderr.write("The browser can't be opened here.\n"));
  child.unref();
}

const nothing: AsyncDisposable = { [Symbol.asyncDispose]: async () => {} };
