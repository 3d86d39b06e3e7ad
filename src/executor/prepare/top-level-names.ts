import type { BindingPattern, Declaration, Statement } from "oxc-parser";

export interface TopLevelName {
  readonly name: string;
  /** Declared by `const` or `import`: it can't be assigned. */
  readonly constant: boolean;
}

/** The names that statements declare at their top level, in order, each once. */
export function topLevelNames(statements: readonly (Statement | Declaration)[]): TopLevelName[] {
  const names = new Map<string, TopLevelName>();
  const add = (name: string, constant: boolean): void => void names.set(name, { name, constant });
  for (const statement of statements) visit(statement);
  return [...names.values()];

  function visit(statement: Statement | Declaration): void {
    switch (statement.type) {
      case "VariableDeclaration":
        for (const { id } of statement.declarations)
          for (const name of patternNames(id)) add(name, statement.kind !== "let" && statement.kind !== "var");
        break;
      case "FunctionDeclaration":
      case "ClassDeclaration":
        if (statement.id) add(statement.id.name, false);
        break;
      case "ImportDeclaration":
        for (const { local } of statement.specifiers) add(local.name, true);
        break;
      case "ExportNamedDeclaration":
        if (statement.declaration) visit(statement.declaration);
        break;
      case "ExportDefaultDeclaration":
        if ("id" in statement.declaration && statement.declaration.id) add(statement.declaration.id.name, false);
        break;
      default:
    }
  }
}

function patternNames(pattern: BindingPattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "ArrayPattern":
      return pattern.elements.flatMap((element) =>
        element === null ? [] : element.type === "RestElement" ? patternNames(element.argument) : patternNames(element),
      );
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => patternNames(property.type === "RestElement" ? property.argument : property.value));
    default:
      return [];
  }
}
