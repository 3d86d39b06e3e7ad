import type { Diagnostic, Type } from "typescript/unstable/async";
import {
  isBindingElement,
  isCallExpression,
  isElementAccessExpression,
  isForOfStatement,
  isIdentifier,
  isObjectLiteralExpression,
  isParameterDeclaration,
  isPropertyAccessExpression,
  isSpreadAssignment,
  isTypeOfExpression,
  isVariableDeclaration,
  SyntaxKind,
  type Node,
  type SourceFile,
} from "typescript/unstable/ast";
import { didYouMean } from "../closest-names.ts";
import { assignmentTo, bare, callAround, isGuarded, isWritten, nodeAt } from "./syntax.ts";
import type { Types } from "./types.ts";

/** What a diagnostic comes to. */
export type Verdict =
  | { readonly kind: "mistake"; readonly start: number; readonly end: number; readonly message: string }
  /** The program gives its variable values of other types; `: any` at this place would say so. */
  | { readonly kind: "loose-variable"; readonly at: number }
  | { readonly kind: "loose-earlier"; readonly name: string }
  | { readonly kind: "nothing" };

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
  if (ARITHMETIC.has(code)) return NOTHING;
  if (code === ASSIGNED_IMPORT) return isIdentifier(node) ? { kind: "loose-earlier", name: node.text } : NOTHING;
  if (CERTAIN.has(code)) return mistake(diagnostic, textOf(diagnostic));
  if (!VALUE.has(code)) return NOTHING;
  const loose = await looseVariable(node, context);
  return loose ?? argumentMistake(diagnostic, node, context);
}

const PROPERTY = new Set([2339, 2551, 2550]);
const NAME = new Set([2304, 2552, 18004]);
const ITERATION = new Set([2488, 2461, 2495, 2548, 2549, 2569]);
const CALLABLE = new Set([2349, 2348, 2351]);
/** `unawaited.ts` sees what matters of these. */
const ARITHMETIC = new Set([2362, 2363, 2365]);
const ASSIGNED_IMPORT = 2632;
/** A constant that is assigned; a variable, class or function that is used before it is there. */
const CERTAIN = new Set([2588, 2448, 2449, 2450]);
/** A value that does not fit: types, unknown properties, missing properties, the number of arguments. */
const VALUE = new Set([2322, 2345, 2353, 2554, 2555, 2559, 2561, 2739, 2740, 2741, 2769, 2820]);

const NOTHING: Verdict = { kind: "nothing" };

function mistake({ pos, end }: Diagnostic, message: string): Verdict {
  return { kind: "mistake", start: pos, end, message };
}

/** The compiler's text, with the innermost reason. */
function textOf(diagnostic: Diagnostic): string {
  const texts = [diagnostic.text];
  for (let at = diagnostic.messageChain; at && at.length > 0; at = at[0]?.messageChain) texts.push((at[0] as Diagnostic).text);
  const [first = "", ...rest] = texts;
  const last = rest.at(-1);
  const text = last === undefined ? first : `${first.replace(/\.$/, "")}: ${last}`;
  return shortened(text.replaceAll("[key: string]: any; ", "").replaceAll("[x: string]: any; ", ""));
}

function shortened(text: string): string {
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE)} ...`;
}

const MAX_MESSAGE = 600;

async function propertyMistake(diagnostic: Diagnostic, node: Node, context: MistakeContext): Promise<Verdict> {
  const access = node.parent;
  if (!isPropertyAccessExpression(access) || !isIdentifier(node)) return bindingPatternMistake(diagnostic, node, context);
  const { types } = context;
  const [type] = await types.of([access.expression]);
  if (!type) return NOTHING;
  // An object that gets a property later is anything from then on.
  if (isWritten(access)) return (await looseRoot(access.expression, context)) ?? NOTHING;
  if (access.questionDotToken || isGuarded(access)) return NOTHING;
  const names: string[] = [];
  for (const member of await types.members(type)) {
    const origin = await types.origin(member);
    if (origin === "anything" || origin === "program" || (await types.hasProperty(member, node.text))) return NOTHING;
    if (origin === "promise") return mistake(diagnostic, unawaitedProperty(node.text, await types.text(type)));
    names.push(...(await types.propertyNames(member)));
  }
  return mistake(
    diagnostic,
    `There is no ${JSON.stringify(node.text)} in ${await described(type, types)}.${didYouMean(node.text, names)}${listOf(names, type)}`,
  );
}

function unawaitedProperty(name: string, type: string): string {
  return `${JSON.stringify(name)} is asked of a ${shortened(type)}, which is not there yet. Write "await" before the call, in parentheses: (await ...).${name}.`;
}

async function described(type: Type, types: Types): Promise<string> {
  const text = (await types.text(type)).replaceAll("[key: string]: any; ", "").replaceAll(/\[(?:key|x): string\]: any;? ?/g, "");
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
  const name = match[1] as string;
  const names: string[] = [];
  for (const member of await types.members(type)) {
    const origin = await types.origin(member);
    if (origin === "anything" || origin === "program" || (await types.hasProperty(member, name))) return NOTHING;
    if (origin === "promise") return mistake(diagnostic, unawaitedProperty(name, await types.text(type)));
    names.push(...(await types.propertyNames(member)));
  }
  return mistake(
    diagnostic,
    `There is no ${JSON.stringify(name)} in ${await described(type, types)}.${didYouMean(name, names)}${listOf(names, type)}`,
  );
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
  const variable = await types.untypedVariable(root);
  if (variable?.kind !== "own") return undefined;
  const { declaration } = variable;
  if (declaration.getSourceFile() !== sourceFile) return undefined;
  if (!isVariableDeclaration(declaration) && !isParameterDeclaration(declaration)) return undefined;
  if (declaration.type || !isIdentifier(declaration.name)) return undefined;
  return { kind: "loose-variable", at: declaration.name.end };
}

/** A value that does not fit the arguments of a binding or a skill. */
async function argumentMistake(diagnostic: Diagnostic, node: Node, { types }: MistakeContext): Promise<Verdict> {
  const around = COUNT.has(diagnostic.code) ? callOf(node) : callAround(node);
  if (!around) return NOTHING;
  const { call, argument } = around;
  const value = argument ? bare(argument) : undefined;
  const [valueType] = value ? await types.of([value]) : [];
  if (diagnostic.code === 2345 && (await types.isPromise(valueType))) {
    return mistake(diagnostic, unawaitedArgument(await types.text(valueType as Type)));
  }
  if (!(await types.calledBindings([call.expression]))[0]) return NOTHING;
  if (COUNT.has(diagnostic.code)) return mistake(diagnostic, await countText(diagnostic, call.expression, types));
  const promise = /^Type '(Promise<.*>)' is not assignable to type/s.exec(innermost(diagnostic))?.[1];
  if (promise !== undefined) return mistake(diagnostic, unawaitedArgument(promise));
  const list = /^Object literal may only specify known properties, .* does not exist in type '(.*\[\])'\.$/s.exec(diagnostic.text)?.[1];
  if (list !== undefined)
    return mistake(diagnostic, `A list is wanted here and not one object: ${shortened(list)}. Put the object in [ ].`);
  const text = textOf(diagnostic);
  if (value && (await mayFitAtRunTime(diagnostic, node, value, types))) return NOTHING;
  return mistake(diagnostic, text);
}

function unawaitedArgument(type: string): string {
  return `This argument is a ${shortened(type)}, which is not there yet. Write "await" before it.`;
}

const COUNT = new Set([2554, 2555]);

function callOf(node: Node): { readonly call: Node & { readonly expression: Node }; readonly argument?: undefined } | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (isCallExpression(at)) return { call: at };
  return undefined;
}

async function countText(diagnostic: Diagnostic, callee: Node, types: Types): Promise<string> {
  const [type] = await types.of([callee]);
  const signature = type ? ` It is ${shortened((await types.text(type)).replaceAll("[key: string]: any; ", ""))}.` : "";
  return `${diagnostic.text}${signature}`;
}

/**
 * Whether a value may be right although its type does not fit: a variable whose type is wider than what it holds (`string` for one of some
 * words, an array for a tuple), one of several types of which one fits, or an object that was made somewhere else and may have got more
 * properties since.
 */
async function mayFitAtRunTime(diagnostic: Diagnostic, node: Node, argument: Node, types: Types): Promise<boolean> {
  const reason = innermost(diagnostic);
  if (/^Type '(?:undefined|null|unknown|\{\}|object)' is not assignable/.test(reason)) return true;
  if (/^Target (?:requires|allows) /.test(reason) || /^Source (?:has|provides) /.test(reason)) return true;
  if (/is missing in type|is missing the following properties|has no properties in common/.test(reason)) {
    const place = isObjectLiteralExpression(bare(node)) ? bare(node) : argument;
    // What is written out here is complete; what is a variable, or is spread from one, may not be.
    return !(isObjectLiteralExpression(place) && !place.properties.some(isSpreadAssignment)) && !(await isSimple(place, types));
  }
  const match = /^(?:Type|Argument of type) '(.*)' is not assignable to (?:type|parameter of type) '(.*)'/s.exec(reason);
  if (!match) return false;
  const [, from = "", to = ""] = match;
  if (WIDENED.some(([wide, literal]) => from === wide && literal.test(to))) return true;
  return (await someMemberFits(node, types)) || (await someMemberFits(valueOf(node), types));
}

/** Words and numbers have no properties that come later. */
async function isSimple(node: Node, types: Types): Promise<boolean> {
  const [type] = await types.of([node]);
  return type !== undefined && ["primitive", "promise"].includes(await types.origin(type));
}

/** The value behind a property's name. */
function valueOf(node: Node): Node | undefined {
  const { initializer } = node.parent as Node & { readonly initializer?: Node };
  return initializer;
}

async function someMemberFits(node: Node | undefined, types: Types): Promise<boolean> {
  if (!node) return false;
  const [type] = await types.of([node]);
  const wanted = await types.contextual(node);
  if (!type?.isUnionType() || !wanted) return false;
  for (const member of await types.members(type)) if (await types.isAssignable(member, wanted)) return true;
  return false;
}

const WIDENED: readonly (readonly [string, RegExp])[] = [
  ["string", /"/],
  ["number", /(?:^|\W)-?\d/],
  ["boolean", /\b(?:true|false)\b/],
];

function innermost(diagnostic: Diagnostic): string {
  let at = diagnostic;
  while (at.messageChain && at.messageChain.length > 0) at = at.messageChain[0] as Diagnostic;
  return at.text;
}
