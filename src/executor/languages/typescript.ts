import type { CheckReport, TypeChecker } from "../../check/type-checker.ts";
import type { ToolRegistry } from "../../registry/registry.ts";
import { checkProgram, toEarlier } from "../check-program.ts";
import { placeInSkill, toExecutionError } from "../guest-error.ts";
import { followImports } from "../modules/typescript-imports.ts";
import { prepareSafely } from "../prepare/preparer.ts";
import type { ServerDeclarations } from "../server-declarations.ts";
import type { LanguageSupport } from "./language.ts";

export interface TypeScriptOptions {
  readonly registry: ToolRegistry;
  readonly declarations: ServerDeclarations;
  readonly checker: TypeChecker;
}

/** TypeScript: types are erased here, positions mapped back, and types checked against the declarations of what the program can see. */
export function typescript({ registry, declarations, checker }: TypeScriptOptions): LanguageSupport {
  return {
    async link(code, session, graph) {
      const program = await prepareSafely(code, "program", session.types.reads);
      const servers = await followImports(program, { registry, follow: graph.follow });
      return {
        servers,
        check: () =>
          checkProgram({
            code,
            program,
            modules: graph.main,
            session: session.types,
            declarations,
            servers: registry.listServers().map(({ name }) => name),
            checker,
          }),
        admit(executionId, report) {
          session.types.add(toEarlier(executionId, code, program), program, loosened(report));
          return { file: session.nameProgram("ts", program.locate), code: program.code };
        },
        toError: (error, file) => toExecutionError(error, file, code, session.main.locator),
      };
    },
    async readSkill(specifier, code, follow, path) {
      const prepared = await prepareSafely(code, "module");
      const servers = await followImports(prepared, { registry, follow, path });
      const module = { specifier, file: `${specifier}.ts`, code: prepared.code };
      return { module, source: code, exports: prepared.exports, servers, prepared };
    },
    toSkillError: placeInSkill,
  };
}

function loosened(report: CheckReport): readonly string[] {
  return report.kind === "checked" ? report.loosened : [];
}
