import type MagicString from "magic-string";
import type { Program, Statement } from "oxc-parser";
import { declaredFunction, isFunction } from "./called-function.ts";
import { bare } from "./walk.ts";

/**
 * Makes the program's value the function's, as an execution does: its last expression, else its default export, called where it is a
 * function. Takes `export` away.
 * @returns the last line, where one is needed
 */
export function giveValue(edit: MagicString, code: string, { body }: Program): string {
  for (const statement of body) {
    if (statement.type === "ExportNamedDeclaration")
      edit.overwrite(statement.start, statement.declaration?.start ?? statement.end, "", { contentOnly: true });
  }
  const last = body.at(-1);
  if (last?.type === "ExpressionStatement") {
    const isOnly = body.filter(({ type }) => type !== "ImportDeclaration").length === 1;
    const isCalled = isOnly && isFunction(bare(last.expression));
    returnAt(edit, code, last, { from: last.start, to: last.expression.end, isCalled });
  }
  const exported = body.find((each) => each.type === "ExportDefaultDeclaration");
  return exported ? valueOfExport(edit, code, body, exported) : "";
}

function valueOfExport(
  edit: MagicString,
  code: string,
  body: readonly Statement[],
  exported: Extract<Statement, { type: "ExportDefaultDeclaration" }>,
): string {
  const { declaration } = exported;
  const last = body.at(-1);
  const isValue = last?.type !== "ExpressionStatement";
  const unexport = (to: number, text: string): void => void edit.overwrite(exported.start, to, text, { contentOnly: true });
  if ("id" in declaration && declaration.id && !isFunction(declaration)) {
    unexport(declaration.start, "");
    return isValue ? `return ${declaration.id.name}${declaration.type === "FunctionDeclaration" ? "()" : ""};` : "";
  }
  const expression = bare(declaration);
  if (expression.type === "Identifier") {
    const { name } = expression;
    unexport(exported.end, "");
    return isValue ? `return ${name}${body.some((each) => declaredFunction(each, name)) ? "()" : ""};` : "";
  }
  const isCalled = isFunction(expression) || expression.type === "FunctionDeclaration";
  if (last === exported) {
    unexport(declaration.start, "");
    returnAt(edit, code, exported, { from: declaration.start, to: declaration.end, isCalled });
    return "";
  }
  unexport(declaration.start, isValue ? "const exported = " : "void ");
  return isValue ? `return exported${isCalled ? "()" : ""};` : "";
}

function returnAt(
  edit: MagicString,
  code: string,
  statement: Statement,
  { from, to, isCalled }: { readonly from: number; readonly to: number; readonly isCalled: boolean },
): void {
  edit.appendRight(from, isCalled ? "return (" : "return ");
  if (isCalled) edit.appendLeft(to, ")()");
  if (code[statement.end - 1] !== ";") edit.appendLeft(statement.end, ";");
}
