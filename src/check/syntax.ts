import {
  isAsExpression,
  isAssignmentOperator,
  isBinaryExpression,
  isCallExpression,
  isExpressionStatement,
  isNonNullExpression,
  isParenthesizedExpression,
  isSatisfiesExpression,
  SyntaxKind,
  type BinaryExpression,
  type CallExpression,
  type Node,
  type SourceFile,
} from "typescript/unstable/ast";

/** The largest node with exactly these ends; else the smallest around the start. */
export function nodeAt(file: SourceFile, start: number, end: number): Node | undefined {
  let nearest: Node | undefined;
  let inside: Node | undefined = file;
  while (inside) {
    const around: Node = inside;
    inside = around.forEachChild((child) => (child.getStart(file) <= start && child.end > start ? child : undefined));
    // A statement without a semicolon ends where its expression does.
    if (inside && inside.getStart(file) === start && inside.end === end && !isExpressionStatement(inside)) return inside;
    nearest = inside ?? nearest;
  }
  return nearest;
}

/** The expression inside parentheses and type assertions. */
export function bare(node: Node): Node {
  let inner = node;
  while (isParenthesizedExpression(inner) || isAsExpression(inner) || isSatisfiesExpression(inner) || isNonNullExpression(inner))
    inner = inner.expression;
  return inner;
}

/** The node around parentheses and type assertions. */
export function parentOf(node: Node): Node {
  let parent = node.parent;
  while (isParenthesizedExpression(parent) || isAsExpression(parent) || isNonNullExpression(parent) || isSatisfiesExpression(parent))
    parent = parent.parent;
  return parent;
}

/** The assignment whose left side is, or holds as a pattern, this node. */
export function assignmentTo(node: Node): BinaryExpression | undefined {
  const { parent } = node;
  return isBinaryExpression(parent) && parent.left === node && isAssignmentOperator(parent.operatorToken.kind) ? parent : undefined;
}

/** Whether a value is written here: assigned, counted up or deleted. */
export function isWritten(node: Node): boolean {
  if (assignmentTo(node)) return true;
  const { kind } = node.parent;
  return kind === SyntaxKind.DeleteExpression || kind === SyntaxKind.PostfixUnaryExpression;
}

/** The call in whose arguments a node stands, without a function between them. */
export function callAround(node: Node): { readonly call: CallExpression; readonly argument: Node } | undefined {
  let at = node;
  for (let { parent } = node; parent; parent = parent.parent) {
    if (isCallExpression(parent)) {
      const argument = parent.arguments.find((each) => each === at);
      if (argument) return { call: parent, argument };
      if (parent.expression === at && node !== at && node.parent !== parent) return undefined;
    }
    if (FUNCTIONS.has(parent.kind)) return undefined;
    at = parent;
  }
  return undefined;
}

/** Whether what stands here is only looked at to see if there is something: before `??`, `||`, `&&`, or as a condition. */
export function isGuarded(node: Node): boolean {
  const parent = parentOf(node);
  if (!isBinaryExpression(parent)) return CONDITIONS.has(parent.kind);
  if (LOGICAL.has(parent.operatorToken.kind)) return bare(parent.left) === node;
  return (
    EQUALITY.has(parent.operatorToken.kind) &&
    [parent.left, parent.right].some((side) => /^(?:undefined|null|void 0)$/.test(side.getText()))
  );
}

const { QuestionQuestionToken, BarBarToken, AmpersandAmpersandToken } = SyntaxKind;
const LOGICAL: ReadonlySet<SyntaxKind> = new Set([QuestionQuestionToken, BarBarToken, AmpersandAmpersandToken]);
export const EQUALITY: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
]);
const CONDITIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.IfStatement,
  SyntaxKind.ConditionalExpression,
  SyntaxKind.WhileStatement,
  SyntaxKind.TypeOfExpression,
  SyntaxKind.PrefixUnaryExpression,
]);
const FUNCTIONS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ArrowFunction,
  SyntaxKind.FunctionExpression,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.Constructor,
]);
