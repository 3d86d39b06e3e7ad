import type { Diagnostic, Type } from "typescript/unstable/async";
import { isCallExpression, isObjectLiteralExpression, isSpreadAssignment, type Node } from "typescript/unstable/ast";
import { bare, callAround } from "./syntax.ts";
import type { Types } from "./types.ts";
import { innermost, mistake, NOTHING, shortened, textOf, withoutOpenness, type Verdict } from "./verdict.ts";

/** A value that does not fit the arguments of a binding or a skill. */
export async function argumentMistake(diagnostic: Diagnostic, node: Node, types: Types): Promise<Verdict> {
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
  const signature = type ? ` It is ${shortened(withoutOpenness(await types.text(type)))}.` : "";
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
