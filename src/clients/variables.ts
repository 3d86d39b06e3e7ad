/** Translates the variables in a text of a client's into ours, `${VAR}` and `${VAR:-default}`. */
export type VariableSyntax = (text: string, place: VariablePlace) => string;

export interface VariablePlace {
  readonly home: string;
  /** The folder of the project that the server belongs to, where it belongs to one. */
  readonly folder?: string;
  /** Says what could not be translated, or needs something of the user. */
  readonly note: (sentence: string) => void;
}

/** Claude Code's are ours. */
export const sameVariables: VariableSyntax = (text) => text;

/** Clients that take texts as they are: what looks like a variable is none there. */
export const noVariables: VariableSyntax = (text, { note }) => {
  for (const [variable] of text.matchAll(OURS)) note(`${variable} is a plain text for the client, and a variable here`);
  return text;
};

/** `${env:X}`, `${input:x}`, `${userHome}`, `${workspaceFolder}`: VS Code and what comes from it. */
export const editorVariables: VariableSyntax = (text, { home, folder, note }) =>
  text.replaceAll(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    const [, kind = "", name = ""] = /^(env|input):(.+)$/.exec(inner) ?? [];
    if (kind === "env" && IDENTIFIER.test(name)) return `\${${name}}`;
    if (kind === "input") {
      const variable = name
        .toUpperCase()
        .replaceAll(/[^A-Z0-9_]/g, "_")
        .replace(/^(?=\d)/, "_");
      note(`the client asks for ${whole}; here it is the variable ${variable}`);
      return `\${${variable}}`;
    }
    if (inner === "userHome") return home;
    if (inner === "pathSeparator" || inner === "/") return home.includes("\\") ? "\\" : "/";
    if ((inner === "workspaceFolder" || inner === "workspaceRoot") && folder !== undefined) return folder;
    note(`${whole} means something to the client that it does not mean here`);
    return whole;
  });

/** `$X`, `${X}` and `${X:-default}`: Gemini. */
export const shellVariables: VariableSyntax = (text) => text.replaceAll(/\$([A-Za-z_][A-Za-z0-9_]*)/g, (_, name: string) => `\${${name}}`);

/** `{env:X}` and `{file:path}`: opencode. */
export const braceVariables: VariableSyntax = (text, place) => {
  for (const [file] of text.matchAll(/\{file:[^}]*\}/g)) place.note(`${file} is not read here`);
  return noVariables(text, place).replaceAll(/\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => `\${${name}}`);
};

const OURS = /\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}/g;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
