import type { Tool } from "../registry/tool.ts";
import { serverDeclaration } from "./declarations.ts";
import { serverManifest } from "./manifest.ts";
import { assignIdentifiers } from "./names.ts";
import { stringLiteral } from "./untrusted-text.ts";

/**
 * The bindings as files, by path relative to the output folder: `servers/<server>/index.d.ts` with the declarations that the sandbox's
 * programs see, and `index.js` beside it with functions that call through a registry made from the project's config.
 */
export function generatedFiles(servers: ReadonlyMap<string, readonly Tool[]>): Map<string, string> {
  const folders = assignIdentifiers([...servers.keys()]);
  const files = new Map<string, string>();
  for (const [server, tools] of servers) {
    const folder = `servers/${folders.get(server)}`;
    files.set(`${folder}/index.d.ts`, `${HEADER}${serverDeclaration(tools)}`);
    const bindings = serverManifest(server, tools).tools.map(
      ([identifier, name]) =>
        `export const ${identifier} = (args = {}) => callTool(${stringLiteral(server)}, ${stringLiteral(name)}, args);\n`,
    );
    files.set(`${folder}/index.js`, `${HEADER}import { callTool } from "mcp-codemode/bindings";\n\n${bindings.join("")}`);
  }
  return files;
}

const HEADER = "// Written by `codemode generate`; changes here are lost.\n";
