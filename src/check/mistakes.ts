import type { Diagnostic, Type } from "typescript/unstable/async";
import {
  isBindingElement,
  isCallExpression,
  isElementAccessExpression,
  isForOfStatement,
  isIdentifier,
  isParameterDeclaration,
  isPropertyAccessExpression,
  isTypeOfExpression,
  isVariableDeclaration,
  SyntaxKind,
  type Node,
  type SourceFile,
} from "typescript/unstable/ast";
import { didYouMean } from "../closest-names.ts";
import { argumentMistake } from "./argument-mistakes.ts";
import { assignmentTo, bare, isGuarded, isWritten, nodeAt } from "./syntax.ts";
import type { Types } from "./types.ts";
import { mistake, NOTHING, shortened, textOf, withoutOpenness, type Verdict } from "./verdict.ts";

export interface MistakeContext {
  readonly sourceFile: SourceFile;
  readonly types: Types;
  /** Whether the session may have made global variables that no declaration shows. */
  readonly mayHaveOtherGlobals: boolean;
}

/** Whether a diagnostic is surely a mistake; the codes are those of TypeScript's `diagnosticMessages.json`. */
export async function mistakeOf(diagnostic: Diagnostic, context: MistakeContext): Promise<Verdict> {
  const node = nodeAt(context.sourceFile, diagnostic.pos, diagnostic.end);
  if (!node) return NOTHING;
  const { code } = diagnostic;
  if (PROPERTY.has(code)) return propertyMistake(diagnostic, node, context);
  if (NAME.has(code)) return nameMistake(diagnostic, node, context);
  if (ITERATION.has(code) || CALLABLE.has(code)) return useMistake(diagnostic, node, context);
  if (code === ASSIGNED_IMPORT) return isIdentifier(node) ? { kind: "loose-earlier", name: node.text } : NOTHING;
  if (CERTAIN.has(code)) return mistake(diagnostic, textOf(diagnostic));
  if (!VALUE.has(code)) return NOTHING;
  const loose = await looseVariable(node, context);
  return loose ?? argumentMistake(diagnostic, node, context.types);
}

const PROPERTY = new Set([2339, 2551, 2550]);
const NAME = new Set([2304, 2552, 18004]);
const ITERATION = new Set([2488, 2461, 2495, 2548, 2549, 2569]);
const CALLABLE = new Set([2349, 2348, 2351]);
const ASSIGNED_IMPORT = 2632;
/** A constant that is assigned; a variable, class or function that is used before it is there. */
const CERTAIN = new Set([2588, 2448, 2449, 2450]);
/** A value that does not fit: types, unknown properties, missing properties, the number of arguments. */
const VALUE = new Set([2322, 2345, 2353, 2554, 2555, 2559, 2561, 2739, 2740, 2741, 2769, 2820]);

async function propertyMistake(diagnostic: Diagnostic, node: Node, context: MistakeContext): Promise<Verdict> {
  const access = node.parent;
  if (!isPropertyAccessExpression(access) || !isIdentifier(node)) return bindingPatternMistake(diagnostic, node, context);
  const { types } = context;
  const [type] = await types.of([access.expression]);
  if (!type) return NOTHING;
  // An object that gets a property later is anything from then on.
  if (isWritten(access)) return (await looseRoot(access.expression, context)) ?? NOTHING;
  if (access.questionDotToken || isGuarded(access)) return NOTHING;
  return missingProperty(diagnostic, node.text, type, types);
}

/** A property that no alternative of a type has, where a server, the language or nobody could have added it. */
async function missingProperty(diagnostic: Diagnostic, name: string, type: Type, types: Types): Promise<Verdict> {
  const names: string[] = [];
  for (const member of await types.members(type)) {
    const origin = await types.origin(member);
    if (origin === "anything" || origin === "program" || (await types.hasProperty(member, name))) return NOTHING;
    if (origin === "promise") return mistake(diagnostic, unawaitedProperty(name, await types.text(type)));
    names.push(...(await types.propertyNames(member)));
  }
  const known = `${didYouMean(name, names)}${listOf(names, type)}`;
  return mistake(diagnostic, `There is no ${JSON.stringify(name)} in ${await described(type, types)}.${known}`);
}

function unawaitedProperty(name: string, type: string): string {
  return `${JSON.stringify(name)} is asked of a ${shortened(type)}, which is not there yet. Write "await" before the call, in parentheses: (await ...).${name}.`;
}

async function described(type: Type, types: Types): Promise<string> {
  const text = withoutOpenness(await types.text(type));
  return text.startsWith("typeof import(")
    ? text.replace(/^typeof import\("[^"]*?((?:generated|skills)\/[^"]*)"\).*$/s, 'the module "$1"')
    : shortened(text);
}

/** The names that there are, where they are few and tell something. */
function listOf(names: readonly string[], type: Type): string {
  if (type.flags & 0x20 || names.length === 0 || names.length > 40) return "";
  const shown = names.filter((name) => !name.startsWith("__") && !name.includes("$"));
  return ` It has: ${shown.slice(0, 20).join(", ")}${shown.length > 20 ? ", ..." : ""}.`;
}

/** `const { missing } = result`. */
async function bindingPatternMistake(diagnostic: Diagnostic, node: Node, { types }: MistakeContext): Promise<Verdict> {
  const match = /^Property '(.*)' does not exist on type/.exec(diagnostic.text);
  const element = isBindingElement(node) ? node : node.parent;
  const declaration = element?.parent?.parent;
  if (!match || !element || !isBindingElement(element) || !declaration) return NOTHING;
  // With a default it is a way to say that it may be missing.
  if (!isVariableDeclaration(declaration) || !declaration.initializer || element.initializer) return NOTHING;
  const [type] = await types.of([declaration.initializer]);
  if (!type) return NOTHING;
  return missingProperty(diagnostic, match[1] as string, type, types);
}

function nameMistake(diagnostic: Diagnostic, node: Node, { mayHaveOtherGlobals }: MistakeContext): Verdict {
  if (mayHaveOtherGlobals || !isIdentifier(node)) return NOTHING;
  // Types are erased, and `typeof` is how one asks whether there is such a name.
  if (isTypeOfExpression(node.parent) || isInType(node)) return NOTHING;
  const near = /Did you mean '([^']*)'/.exec(diagnostic.text)?.[1];
  return mistake(
    diagnostic,
    `There is no ${JSON.stringify(node.text)}: it is no variable, no import and no global.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
  );
}

function isInType(node: Node): boolean {
  let { parent } = node;
  while (parent.kind === SyntaxKind.QualifiedName) parent = parent.parent;
  return parent.kind >= SyntaxKind.FirstTypeNode && parent.kind <= SyntaxKind.LastTypeNode;
}

/** What is called, or walked through, and can't be. */
async function useMistake(diagnostic: Diagnostic, node: Node, { types }: MistakeContext): Promise<Verdict> {
  const { parent } = node;
  const used = isForOfStatement(parent) ? parent.expression : isCallExpression(node) ? node.expression : node;
  const [type] = await types.of([used]);
  if (!type) return NOTHING;
  for (const member of await types.members(type)) {
    const origin = await types.origin(member);
    if (origin === "promise")
      return mistake(diagnostic, `This is a ${shortened(await types.text(type))}, which is not there yet. Write "await" before the call.`);
    if (origin !== "primitive" && origin !== "binding") return NOTHING;
  }
  return mistake(diagnostic, textOf(diagnostic));
}

/** An assignment to a variable of another type makes the variable anything. */
async function looseVariable(node: Node, context: MistakeContext): Promise<Verdict | undefined> {
  return assignmentTo(node) ? ((await looseRoot(node, context)) ?? NOTHING) : undefined;
}

/** The variable at the root of what is written, where it is one of the program's own without a type. */
async function looseRoot(target: Node, { types, sourceFile }: MistakeContext): Promise<Verdict | undefined> {
  let root = bare(target);
  while (isPropertyAccessExpression(root) || isElementAccessExpression(root)) root = bare(root.expression);
  if (!isIdentifier(root)) return undefined;
  const declaration = await types.declarationOf(root);
  if (declaration?.getSourceFile() !== sourceFile) return undefined;
  if (!isVariableDeclaration(declaration) && !isParameterDeclaration(declaration)) return undefined;
  if (declaration.type || !isIdentifier(declaration.name)) return undefined;
  return { kind: "loose-variable", at: declaration.name.end };
}
