import {
  isArrayLiteralExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isExpressionStatement,
  isIdentifier,
  isIfStatement,
  isObjectLiteralExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isTemplateSpan,
  isWhileStatement,
  SyntaxKind,
  type Node,
} from "typescript/unstable/ast";
import { bare, EQUALITY } from "./syntax.ts";
import type { Types } from "./types.ts";

/** A promise that is used as if it were its value. */
export interface UnawaitedUse {
  readonly node: Node;
  readonly message: string;
}

/**
 * Where a promise is shown, compared, calculated with or given back as the value: an `await` is missing.
 * @param last the program's last statement
 */
export async function unawaitedUses(nodes: readonly Node[], last: Node | undefined, types: Types): Promise<UnawaitedUse[]> {
  const uses = [...nodes.flatMap(usesIn), ...(last && isExpressionStatement(last) ? lastValue(bare(last.expression)) : [])];
  const possible = uses.filter(({ value }) => mayBePromise(value));
  const given = await types.of(possible.map(({ value }) => value));
  const found: UnawaitedUse[] = [];
  for (const [index, { value, wants }] of possible.entries()) {
    const type = given[index];
    if (wants !== "no list" && (await types.isPromiseList(type))) {
      found.push({ node: value, message: 'This is a list of promises and not of their values. Write "await Promise.all(...)" around it.' });
    } else if (wants !== "a settled list" && (await types.isPromise(type))) {
      found.push({ node: value, message: 'This is a promise and not its value. Write "await" before it.' });
    }
  }
  return found;
}

/** A place where a value is wanted. */
interface Use {
  readonly value: Node;
  /** `value`: neither a promise nor a list of promises. `no list`: a promise is wrong, a list tells nothing. `a settled list`: promises are awaited here. */
  readonly wants: "value" | "no list" | "a settled list";
}

function usesIn(node: Node): Use[] {
  const one = (value: Node): Use[] => [{ value: bare(value), wants: "no list" }];
  const shown = (value: Node): Use => ({ value: bare(value), wants: "value" });
  // `if (pending)` asks whether there is one; `if (exists(...))` does not.
  const condition = (value: Node): Use[] => one(value).filter((use) => isCallExpression(use.value));
  if (isTemplateSpan(node)) return [shown(node.expression)];
  if (isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (CALCULATING.has(kind)) return [...one(node.left), ...one(node.right)];
    if (!EQUALITY.has(kind)) return [];
    return isLiteral(node.right) ? one(node.left) : isLiteral(node.left) ? one(node.right) : [];
  }
  if (isIfStatement(node) || isWhileStatement(node)) return condition(node.expression);
  if (isConditionalExpression(node)) return condition(node.condition);
  if (isPrefixUnaryExpression(node)) return node.operator === SyntaxKind.ExclamationToken ? condition(node.operand) : one(node.operand);
  return isCallExpression(node) && SHOWING.test(node.expression.getText()) ? node.arguments.map(shown) : [];
}

/** What shows its arguments, or makes other values of them. */
const SHOWING =
  /^(?:console\.(?:log|info|warn|error|debug|table|dir)|JSON\.stringify|String|Number|Boolean|parseInt|parseFloat|Object\.(?:keys|values|entries))$/;

/** The last expression of a program is its value. A promise is awaited, but not what is inside a list or an object. */
function lastValue(value: Node): Use[] {
  const inside = (node: Node): Use => ({ value: bare(node), wants: "value" });
  if (isObjectLiteralExpression(value)) {
    return value.properties.flatMap((property) => {
      if (isPropertyAssignment(property)) return [inside(property.initializer)];
      return isShorthandPropertyAssignment(property) ? [inside(property.name)] : [];
    });
  }
  return isArrayLiteralExpression(value) ? value.elements.map(inside) : [{ value, wants: "a settled list" }];
}

function isLiteral(node: Node): boolean {
  return LITERALS.has(bare(node).kind);
}

function mayBePromise(node: Node): boolean {
  return isIdentifier(node) || isCallExpression(node) || isPropertyAccessExpression(node);
}

const CALCULATING: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.SlashToken,
  SyntaxKind.PercentToken,
  SyntaxKind.AsteriskAsteriskToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
  SyntaxKind.PlusEqualsToken,
  SyntaxKind.MinusEqualsToken,
]);
const LITERALS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NumericLiteral,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NoSubstitutionTemplateLiteral,
]);
