import type { CheckReport, TypeChecker } from "../../check/type-checker.ts";
import type { ToolRegistry } from "../../registry/registry.ts";
import { checkProgram, toEarlier } from "../check-program.ts";
import { toExecutionError } from "../guest-error.ts";
import { linkModules } from "../modules.ts";
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
    async link(code, session, skills) {
      const program = await prepareSafely(code, "program");
      const modules = await linkModules(program, registry, skills);
      return {
        ...modules,
        check: () =>
          checkProgram({
            code,
            program,
            modules,
            session: session.types,
            declarations,
            servers: registry.listServers().map(({ name }) => name),
            checker,
          }),
        admit(executionId, report) {
          session.types.add(toEarlier(executionId, code, program), loosened(report));
          for (const { file, prepared } of modules.skills) session.locateIn(file, prepared.locate);
          return { file: session.nameProgram("ts", program.locate), code: program.code };
        },
        toError: (error, file) => toExecutionError(error, file, code, session.locator),
      };
    },
  };
}

function loosened(report: CheckReport): readonly string[] {
  return report.kind === "checked" ? report.loosened : [];
}
