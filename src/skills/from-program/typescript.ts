import { parseSync, type Node, type Program, type Statement } from "oxc-parser";
import type { FunctionFromProgram, ProgramToKeep } from "./from-program.ts";
import { chooseParameters, nameLiterals, toProposed, type NamedLiteral } from "./parameters.ts";
import type { Refuse } from "./refuser.ts";
import { calledFunction, declaredFunction, innerStatements, isFunction, type CalledFunction } from "./typescript/called-function.ts";
import { declarationIn, declaredNames, movedDeclarations } from "./typescript/declarations.ts";
import { argumentLiterals, variableLiterals, type LiteralVariable } from "./typescript/find-literals.ts";
import { namesIn } from "./typescript/walk.ts";
import { writeFunction } from "./typescript/write-function.ts";

/** {@link functionFromProgram} for TypeScript. */
export function typescriptFunction({ code: written, name, parameters: wanted }: ProgramToKeep, refuse: Refuse): FunctionFromProgram {
  const code = withoutDirective(written);
  const program = parse(code, refuse);
  if (isModuleOfFunctions(program)) {
    chooseParameters([], wanted, refuse);
    return { code, parameters: [] };
  }
  refuseWhatCantMove(program, name, refuse);
  const whole = flattened(program);
  const proposed = proposeParameters(code, program, whole, name);
  const chosen = chooseParameters(proposed, wanted, refuse);
  return {
    code: writeFunction({ code, name, program, whole, chosen, withDefaults: wanted === undefined }),
    parameters: toProposed(chosen),
  };
}

/** A function with default values may not say "use strict", and a module need not. */
function withoutDirective(code: string): string {
  const said = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*(["'])use strict\1;?/.exec(code)?.[0];
  return said === undefined ? code : said.replace(/["']use strict["'];?$/, "") + code.slice(said.length);
}

function parse(code: string, refuse: Refuse): Program {
  const { program, errors } = parseSync("program.ts", code, { lang: "ts", sourceType: "module", showSemanticErrors: true });
  const problem = errors.find(({ message }) => !message.startsWith("A 'return' statement can only be used within a function body"));
  if (problem) throw refuse(problem.labels[0]?.start ?? 0, problem.message.replace(/\.$/, ""));
  const { body } = program;
  if (body.length === 0) throw refuse(0, "it is empty");
  const last = body.at(-1) as Statement;
  if (body.every(({ type }) => type === "ImportDeclaration")) throw refuse(last.start, "it only imports, and does nothing");
  if (body.every((each) => each.type === "ImportDeclaration" || (declarationIn(each) && each.type !== "ExportDefaultDeclaration")))
    if (!isModuleOfFunctions(program)) throw refuse(last.start, "it only declares; call what it declares, or export its functions");
  return program;
}

/** Imports and declarations that load without doing anything, and a function exported by its name. */
function isModuleOfFunctions({ body }: Program): boolean {
  const exported = new Set(
    body.flatMap((each) =>
      each.type !== "ExportNamedDeclaration"
        ? []
        : [
            ...(each.declaration ? declaredNames(each) : []),
            ...each.specifiers.flatMap(({ local }) => ("name" in local ? local.name : [])),
          ],
    ),
  );
  const names = [...exported].filter((name) => body.some((each) => declaredFunction(each, name)));
  const isQuiet = (each: Statement): boolean =>
    each.type !== "ExpressionStatement" &&
    (/^(?:Import|Export)/.test(each.type) || declarationIn(each) !== undefined || each.type === "VariableDeclaration") &&
    (declarationIn(each) !== undefined || !awaits(each));
  return names.length > 0 && body.every(isQuiet);
}

/** Whether it waits for something when it is loaded. */
function awaits(node: Node): boolean {
  if (node.type === "AwaitExpression") return true;
  if (isFunction(node) || node.type === "FunctionDeclaration") return false;
  return Object.values(node).some((value: unknown) =>
    (Array.isArray(value) ? value : [value]).some(
      (child) => typeof child === "object" && child !== null && "type" in child && awaits(child as Node),
    ),
  );
}

function refuseWhatCantMove({ body }: Program, name: string, refuse: Refuse): void {
  for (const each of body) {
    if (each.type === "ExportAllDeclaration" || (each.type === "ExportNamedDeclaration" && each.source))
      throw refuse(each.start, "`export ... from` is not supported here");
    if (each.type === "ImportDeclaration" && each.specifiers.some(({ local }) => local.name === name))
      throw refuse(each.start, `it imports something named "${name}", too; choose another name`);
    // It would be the function itself.
    if (!body.flatMap(declaredNames).includes(name) && namesIn(each).has(name))
      throw refuse(each.start, `it uses the name "${name}"; choose another one for the function`);
  }
}

/** A program whose one function becomes the body, beside variables that hold literals. */
function flattened(program: Program): CalledFunction | undefined {
  const whole = calledFunction(program);
  if (whole?.node.body == null) return undefined;
  const others = program.body.filter(
    (each) => !whole.statements.includes(each) && each.type !== "ImportDeclaration" && !declarationIn(each),
  );
  const literals = new Set(variableLiterals(program, others).map(({ name }) => name));
  const inner = new Set(innerStatements(whole).flatMap(declaredNames));
  const outer = program.body.filter((each) => !whole.statements.includes(each)).flatMap(declaredNames);
  const areLiterals = others.every(
    (each) => each.type === "VariableDeclaration" && declaredNames(each).every((name) => literals.has(name)),
  );
  return areLiterals && !outer.some((name) => inner.has(name)) ? whole : undefined;
}

function proposeParameters(code: string, program: Program, whole: CalledFunction | undefined, name: string): NamedLiteral[] {
  const statements = [...program.body, ...innerStatements(whole)];
  const variables = variableLiterals(program, statements);
  const inside = new Set(statements.filter((each) => !declarationIn(each) && each.type !== "ImportDeclaration").flatMap(declaredNames));
  const moved = movedDeclarations(program.body.filter(declarationIn), { names: inside, places: [] });
  const unseen = new Set([...inside, ...[...moved].flatMap(declaredNames)]);
  const typed = (each: LiteralVariable): LiteralVariable => {
    const { annotation } = each;
    const isSeen = annotation && ![...namesIn(annotation)].some((used) => unseen.has(used));
    return isSeen ? { ...each, type: code.slice(annotation.start, annotation.end) } : each;
  };
  return nameLiterals(code, [...variables.map(typed), ...argumentLiterals(program)], new Set([...namesIn(program), name]));
}
