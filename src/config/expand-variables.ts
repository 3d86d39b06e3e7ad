import { CodemodeError } from "../errors.ts";

/**
 * Replaces `${VAR}` and `${VAR:-default}` in every string of a server's entry. An empty variable counts as missing for `:-`, as in POSIX
 * shells (XCU 2.6.2); everything else that starts with a dollar sign stays as it is.
 * @throws CodemodeError `CONFIG_VARIABLE_MISSING` naming server, field and variable
 */
export function expandVariables(entry: unknown, environment: NodeJS.ProcessEnv, where: string): unknown {
  return expand(entry, "");

  function expand(value: unknown, field: string): unknown {
    if (typeof value === "string") return expandText(value, field);
    if (Array.isArray(value)) return value.map((item, index) => expand(item, `${field}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner, field === "" ? key : `${field}.${key}`)]));
  }

  function expandText(text: string, field: string): string {
    return text.replaceAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g, (_, name: string, fallback?: string) => {
      const found = environment[name];
      if (fallback !== undefined) return found === undefined || found === "" ? fallback : found;
      if (found !== undefined) return found;
      throw new CodemodeError(
        "CONFIG_VARIABLE_MISSING",
        `${where}, field "${field}": the environment variable ${name} is not set. Set it, or write \${${name}:-default}.`,
        { data: { field, variable: name } },
      );
    });
  }
}
