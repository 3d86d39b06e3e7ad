import { isSecretName } from "./covered.ts";
import { dangersOf, variablesIn } from "./dangers.ts";
import { visibleJson, visibleText } from "../visible-text.ts";
import { isRecord } from "../is-record.ts";

/**
 * A config as a person must see it before its commands run: all of it, one thing a line, with nothing cut and nothing hidden, and a `!` before
 * what deserves a second look. Values of headers and of variables that are called like secrets are not shown, but for the variables in them.
 */
export function showConfig(document: unknown): string[] {
  if (!isRecord(document)) return [visibleJson(document)];
  const { mcpServers, ...rest } = document;
  const servers = isRecord(mcpServers) ? Object.entries(mcpServers).flatMap(([name, entry]) => showServer(name, entry)) : [];
  const others = Object.entries(rest).flatMap(([name, value]) => [
    `${visibleText(name)} says`,
    ...visibleJson(value)
      .split("\n")
      .map((line) => `  ${line}`),
  ]);
  const weak = weakerWalls(rest.codemode).map((sentence) => `  ! ${sentence}`);
  return [...servers, ...others, ...weak];
}

/** One server, as {@link showConfig} has it. */
export function showServer(name: string, entry: unknown): string[] {
  if (!isRecord(entry)) return [`server ${visibleText(name)} is`, `  ${visibleJson(entry)}`];
  const { command, args, env, headers, ...more } = entry;
  return [
    `server ${visibleText(name)}`,
    ...(command === undefined ? [] : [`  runs      ${shown(command)}`]),
    ...(Array.isArray(args)
      ? args.map((argument) => `  argument  ${shown(argument)}`)
      : args === undefined
        ? []
        : [`  args      ${shown(args)}`]),
    ...values("variable", env, isSecretName),
    ...values("header", headers, () => true),
    ...Object.entries(withoutClientSecret(more)).map(([field, value]) => `  ${visibleText(field).slice(1, -1).padEnd(9)} ${shown(value)}`),
    ...dangersOf(entry).map((danger) => `  ! ${visibleText(danger).slice(1, -1).replaceAll('\\"', '"')}`),
  ];
}

function withoutClientSecret({ oauth, ...more }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!isRecord(oauth)) return { ...more, ...(oauth === undefined ? {} : { oauth }) };
  const { clientSecret } = oauth;
  return { ...more, oauth: typeof clientSecret === "string" ? { ...oauth, clientSecret: hiddenValue(clientSecret) } : oauth };
}

function values(what: string, given: unknown, isHidden: (name: string) => boolean): string[] {
  if (!isRecord(given)) return given === undefined ? [] : [`  ${what.padEnd(9)} ${shown(given)}`];
  return Object.entries(given).map(([name, value]) => {
    const hidden = typeof value === "string" && isHidden(name) && value !== "";
    return `  ${what.padEnd(9)} ${visibleText(name)} = ${hidden ? hiddenValue(value) : shown(value)}`;
  });
}

function hiddenValue(value: string): string {
  const names = variablesIn(value);
  return names.length === 0 ? "(not shown)" : `(not shown, with ${names.map((name) => `\${${name}}`).join(", ")})`;
}

function shown(value: unknown): string {
  return typeof value === "string" ? visibleText(value) : visibleJson(value).replaceAll(/\n\s*/g, " ");
}

/** What the `codemode` section takes away from what protects the user, or adds to what runs. */
function weakerWalls(section: unknown): string[] {
  if (!isRecord(section)) return [];
  const { sandbox, check, skills, python, audit, http, policy, pin } = section;
  return [
    ...(isRecord(sandbox) && sandbox.outerWall === "off" ? ["it takes away the outer wall around programs"] : []),
    ...(check === "off" || check === "warn" ? ["programs with mistakes run"] : []),
    ...(skills === undefined ? [] : ["it brings skills: code that programs import"]),
    ...(isRecord(python) && python.packages !== undefined ? ["it brings Python packages: code that programs import"] : []),
    ...(isRecord(audit) ? ["it has a file written"] : []),
    ...(isRecord(http) && (http.hosts !== undefined || http.origins !== undefined) ? ["it lets others reach the gateway over HTTP"] : []),
    ...(policy === undefined ? [] : ["it says which calls are allowed without asking"]),
    ...(pin === false ? ["tools may change and nobody is told"] : []),
  ];
}
