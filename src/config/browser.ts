/** The program that shows a URL to the user, which is its last argument: what `BROWSER` names, else the system's; `undefined` where that is empty. */
export function browserCommand(environment: NodeJS.ProcessEnv = process.env): readonly [string, ...string[]] | undefined {
  const { BROWSER: named } = environment;
  if (named !== undefined) return named === "" ? undefined : [named];
  if (process.platform === "darwin") return ["open"];
  // No shell: for cmd an ampersand in a URL begins another command.
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return ["xdg-open"];
}
