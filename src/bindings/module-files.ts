import type { DeclaredTool } from "./declared-tool.ts";
import { assignFileNames } from "./file-names.ts";
import { assignIdentifiers } from "./names.ts";
import { serverStub } from "./python/stubs.ts";
import { moduleOfTool } from "./typescript/declarations.ts";

export interface ModuleFilesOptions {
  /** How one generated file names another: `.ts` as Node, Deno and bundlers want it, `.js` as `tsc` does without flags. @default ".ts" */
  readonly importExtension?: ".ts" | ".js";
}

/** A server with its tools, as files are made of it. */
export interface DeclaredServer {
  readonly server: string;
  readonly tools: readonly DeclaredTool[];
}

/**
 * The bindings as files, by path relative to the output folder: `servers/<server>/<tool>.ts` with a typed function that calls through a
 * registry made from the project's config, `index.ts` with all of them, and `__init__.pyi` with the same for Python.
 */
export function generatedFiles(
  servers: readonly DeclaredServer[],
  { importExtension = ".ts" }: ModuleFilesOptions = {},
): Map<string, string> {
  const identifiers = assignIdentifiers(servers.map(({ server }) => server));
  const folders = assignFileNames([...identifiers.values()]);
  const files = new Map<string, string>();
  for (const { server, tools } of servers) {
    const folder = `servers/${folders.get(identifiers.get(server) as string)}`;
    const names = assignFileNames(
      tools.map(({ identifier }) => identifier),
      ["index"],
    );
    const lines = tools.map(({ identifier }) => `export { ${identifier} } from "./${names.get(identifier)}${importExtension}";\n`);
    files.set(`${folder}/index.ts`, `${TYPESCRIPT_HEADER}${lines.join("") || "export {};\n"}`);
    for (const tool of tools) {
      const imported = 'import { callTool } from "mcp-codemode/bindings";\n\n';
      files.set(`${folder}/${names.get(tool.identifier)}.ts`, `${TYPESCRIPT_HEADER}${imported}${moduleOfTool(tool)}`);
    }
    files.set(`${folder}/__init__.pyi`, `${PYTHON_HEADER}${serverStub(tools, "full")}`);
  }
  return files;
}

/** Whether a file's text is one that {@link generatedFiles} has made. */
export function isGenerated(text: string): boolean {
  return text.startsWith(TYPESCRIPT_HEADER) || text.startsWith(PYTHON_HEADER);
}

const HEADER = "Written by `codemode generate`; changes here are lost.";
const TYPESCRIPT_HEADER = `// ${HEADER}\n`;
const PYTHON_HEADER = `# ${HEADER}\n`;
