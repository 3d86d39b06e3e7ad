import { logout as signOut } from "../../sign-in/logout.ts";
import { SignInStore } from "../../sign-in/sign-in-store.ts";
import { loadOrAsk, type CommonOptions } from "../open.ts";
import { plain, printJson } from "../print.ts";
import { remoteServer } from "../remote-server.ts";

/** `codemode logout <server>`: forgets what `codemode login` has brought. */
export async function logout(name: string, options: CommonOptions): Promise<number> {
  const config = await loadOrAsk(options);
  const ended = await signOut(name, remoteServer(config, name), new SignInStore(config.signIn));
  if (options.json) printJson(ended);
  else if (ended.length === 0) process.stderr.write(plain(`There is no sign-in at ${name}.\n`));
  for (const { issuer, revoked, problem } of options.json ? [] : ended) {
    const kept = problem === undefined ? "has no way to be told" : `could not be told: ${problem}`;
    process.stdout.write(plain(`Signed out of ${name}. ${revoked ? `${issuer} takes the tokens no more.` : `${issuer} ${kept}`}`) + "\n");
  }
  return 0;
}
