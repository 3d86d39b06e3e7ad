import { isRecord } from "../is-record.ts";

/** One thing in a server's entry that deserves a second look, as a sentence without a full stop. */
export type Danger = string;

/**
 * What in an entry of `mcpServers` may do more than start a program by its name: shells and code in arguments, variables that load code into
 * a process, variables of the user's that are sent along. It is help for a person who reads the whole entry anyway, and no filter.
 */
export function dangersOf(entry: unknown): Danger[] {
  if (!isRecord(entry)) return [];
  const command = typeof entry.command === "string" ? entry.command : "";
  const args = strings(entry.args);
  const dangers: Danger[] = [];
  const words = [command, ...args];
  const inline = words.findIndex((word) => isInterpreter(word) && args.some((arg) => RUNS_TEXT.test(arg)));
  if (inline >= 0) dangers.push(`it has ${baseName(words[inline] ?? "")} run a text as code`);
  if (words.some((word) => SHELL_SYNTAX.test(word))) dangers.push("it has shell syntax in its command or arguments");
  const loader = args.find((arg) => LOADS_CODE.test(arg));
  if (loader !== undefined) dangers.push(`it loads code by ${JSON.stringify(loader.split("=")[0])}`);
  for (const name of Object.keys(isRecord(entry.env) ? entry.env : {}))
    if (isLoaderVariable(name)) dangers.push(`it sets ${name}, which changes what programs load, run or trust`);
  for (const [name, secret] of secretsOf(entry))
    if (isRecord(secret))
      dangers.push(
        Array.isArray(secret.command)
          ? `it runs ${JSON.stringify(secret.command.join(" "))} and is given what that prints, as ${name}`
          : `it is given what stands in ${JSON.stringify(secret.file)}, as ${name}`,
      );
  const asked = [...new Set(variablesIn(entry))];
  if (asked.length > 0) dangers.push(`it gets these variables of yours: ${asked.join(", ")}`);
  if (typeof entry.url === "string" && /^http:\/\/(?!(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$))/i.test(entry.url))
    dangers.push("it is reached without encryption");
  return dangers;
}

/** All places where a secret may be referred to. */
function secretsOf({ env, headers, oauth }: Readonly<Record<string, unknown>>): [string, unknown][] {
  const secret = isRecord(oauth) && oauth.clientSecret !== undefined ? [["oauth.clientSecret", oauth.clientSecret]] : [];
  return [
    ...Object.entries(isRecord(env) ? env : {}),
    ...Object.entries(isRecord(headers) ? headers : {}),
    ...(secret as [string, unknown][]),
  ];
}

/** Whether an environment variable of this name changes what a process loads, runs or trusts. */
export function isLoaderVariable(name: string): boolean {
  return LOADER_VARIABLES.has(name.toUpperCase()) || /^(?:LD|DYLD|GIT|NPM_CONFIG|BUN|DENO|UV|PIP|CORECLR|COR)_/i.test(name);
}

/** The names of all `${VAR}` in the strings of a value, in their order. */
export function variablesIn(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?\}/g)].map(([, name = ""]) => name);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(variablesIn);
}

function isInterpreter(word: string): boolean {
  return INTERPRETERS.test(baseName(word));
}

function baseName(word: string): string {
  return word.split(/[/\\]/).at(-1) ?? word;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

const INTERPRETERS =
  /^(?:(?:ba|z|da|k|c|tc|fi)?sh|busybox|cmd|powershell|pwsh|node(?:js)?|deno|bun|tsx|npx|python[\d.]*|perl|ruby|php|lua|osascript|wscript|cscript|mshta)(?:\.exe)?$/i;
const RUNS_TEXT =
  /^(?:-[a-z]*[ce]|\/[ck]|--?(?:eval|print|call|command|c|encodedcommand|enc|e|p|r)|eval)(?:=.*)?$|^-[ce].+|^data:|^javascript:/is;
const SHELL_SYNTAX = /\$\(|`|&&|\|\||[;|]\s*\S|[<>]\(|(?:^|\s)>{1,2}\s*\S|\n/;
const LOADS_CODE = /^(?:-r|--require|--import|--loader|--experimental-loader|--preload|--inspect(?:-brk)?)(?:=.*)?$/;
const LOADER_VARIABLES: ReadonlySet<string> = new Set([
  "PATH",
  "PATHEXT",
  "HOME",
  "IFS",
  "ENV",
  "BASH_ENV",
  "SHELL",
  "COMSPEC",
  "PROMPT_COMMAND",
  "EDITOR",
  "VISUAL",
  "PAGER",
  "NODE_OPTIONS",
  "NODE_PATH",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "ELECTRON_RUN_AS_NODE",
  "PYTHONPATH",
  "PYTHONHOME",
  "PYTHONSTARTUP",
  "PYTHONINSPECT",
  "PERL5LIB",
  "PERL5OPT",
  "RUBYLIB",
  "RUBYOPT",
  "JAVA_TOOL_OPTIONS",
  "_JAVA_OPTIONS",
  "JDK_JAVA_OPTIONS",
  "DOTNET_STARTUP_HOOKS",
  "GCONV_PATH",
  "LOCPATH",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "ALL_PROXY",
]);
