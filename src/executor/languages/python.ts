import type { CheckReport } from "../../check/type-checker.ts";
import { CodemodeError } from "../../errors.ts";
import type { ToolRegistry } from "../../registry/registry.ts";
import type { WireError } from "../../sandbox/messages.ts";
import type { FollowSkill } from "../modules/module-graph.ts";
import { importedSkills, serverFinder } from "../modules/python-imports.ts";
import { stripFence } from "../prepare/fence.ts";
import { underline } from "../prepare/syntax-error.ts";
import type { ExecutionError } from "../result.ts";
import type { LanguageSupport } from "./language.ts";

/**
 * Python: CPython itself compiles the program, in the sandbox, and looks for mistakes first. The host only sends along what the program's
 * text may mean: the servers and skills whose names stand in it.
 */
export function python(registry: ToolRegistry): LanguageSupport {
  const serversIn = serverFinder(registry);
  const followImports = async (text: string, follow: FollowSkill, path: readonly string[]): Promise<void> => {
    for (const name of importedSkills(text)) await follow(name, path);
  };
  return {
    async link(code, session, graph) {
      const source = stripFence(code);
      if (source.trim() === "") {
        throw new CodemodeError("EMPTY_PROGRAM", "The program is empty. Write at least one statement.", { data: { line: 1, column: 1 } });
      }
      await followImports(source, graph.follow, []);
      return {
        servers: serversIn(source),
        check: () => Promise.resolve(unchecked),
        admit: () => ({ file: session.nameProgram("py"), code: source }),
        toError: (error, file) => toPythonError(error, file, source),
      };
    },
    async readSkill(specifier, code, follow, path) {
      await followImports(code, follow, path);
      const module = { specifier, file: `${specifier}.py`, code };
      return { module, source: code, exports: [], servers: serversIn(code) };
    },
    toSkillError: ({ place }) => place,
  };
}

const unchecked: CheckReport = { kind: "checked", findings: [], loosened: [] };

/** The guest says itself where it happened: its traceback shows the program's frames alone. */
function toPythonError(error: WireError, file: string, source: string): ExecutionError {
  const { place } = error;
  const own = place?.file === file ? { line: place.line, column: place.column } : undefined;
  const detail = error.stack ?? (own && underline(source, own.line, own.column));
  return {
    kind: error.name === "ToolError" ? "tool" : "program",
    code: error.code ?? "PROGRAM_FAILED",
    name: error.name,
    message: error.message,
    ...own,
    ...(detail === undefined ? {} : { detail }),
  };
}
