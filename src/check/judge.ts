import type { Diagnostic, Project } from "typescript/unstable/async";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { misspelledKeys } from "./misspelled-keys.ts";
import { mistakeOf } from "./mistakes.ts";
import { PositionMap, type Insertion } from "./position-map.ts";
import { unawaitedUses } from "./unawaited.ts";
import { Types } from "./types.ts";
import type { CheckRequest, Finding } from "./type-checker.ts";

/** What the compiler's diagnostics of a program come to. */
export interface Judgement {
  readonly findings: readonly Omit<Finding, "severity">[];
  /** Where `: any` would make the program's own variable fit the values that it gets. */
  readonly loosens: readonly number[];
  /** Variables of earlier programs that get values of other types. */
  readonly loosened: readonly string[];
}

export interface JudgeInput {
  readonly project: Project;
  readonly root: string;
  readonly request: CheckRequest;
  /** On their way: meanwhile other questions are asked. */
  readonly diagnostics: Promise<readonly Diagnostic[]>;
  /** What was put into the program's text. */
  readonly inserted: readonly Insertion[];
  /** Nothing but the diagnostics: the program is looked at once, by what tools promise. */
  readonly onlyDiagnostics: boolean;
}

/**
 * Which diagnostics are surely mistakes. A compiler finds much that runs well (an object that gets a property later, a variable of several
 * types, what may be undefined); only what fails whenever it is reached, or gives nothing where something is meant, stops a program.
 */
export async function judge({ project, root, request, diagnostics, inserted, onlyDiagnostics }: JudgeInput): Promise<Judgement> {
  const position = new PositionMap(inserted);
  const inSource = (at: number): boolean => position.isInSource(at, request.source.length);
  // Programs that use no promise and no binding need no look at their syntax.
  const isPlain = !/\bimport\b|\bservers\b|\btools\b|\bPromise\b|\basync\b/.test(request.source) && request.earlier.length === 0;
  if ((isPlain || onlyDiagnostics) && !(await diagnostics).some(({ pos, code }) => inSource(pos) && code !== RETURN_OUTSIDE))
    return { findings: [], loosens: [], loosened: [] };
  const sourceFile = (await project.program.getSourceFile(`${root}/main.ts`)) as SourceFile;
  const types = new Types(project.checker, root);
  const statements = sourceFile.statements.filter((statement) => inSource(statement.getStart()));
  const nodes = onlyDiagnostics ? [] : nodesIn(statements);
  // Asked at once: every answer takes the compiler's process a turn.
  const [unawaited, misspelled, all] = await Promise.all([
    unawaitedUses(nodes, onlyDiagnostics ? undefined : statements.at(-1), types),
    misspelledKeys(nodes, types, request),
    diagnostics,
  ]);

  const findings = new Map<number, Omit<Finding, "severity">>();
  const loosens = new Set<number>();
  const loosened = new Set<string>();
  const add = (start: number, end: number, message: string): void => {
    const from = position.toSource(start);
    if (!findings.has(from)) findings.set(from, { start: from, length: Math.max(1, position.toSource(end) - from), message });
  };
  for (const { node, message } of [...unawaited, ...misspelled]) add(node.getStart(), node.end, message);
  for (const diagnostic of all.filter(({ pos }) => inSource(pos))) {
    const verdict = await mistakeOf(diagnostic, { sourceFile, types, mayHaveOtherGlobals: request.mayHaveOtherGlobals });
    if (verdict.kind === "mistake") add(verdict.start, verdict.end, verdict.message);
    else if (verdict.kind === "loose-variable") loosens.add(verdict.at);
    else if (verdict.kind === "loose-earlier") loosened.add(verdict.name);
  }
  const sorted = [...findings.values()].toSorted((a, b) => a.start - b.start);
  return { findings: sorted.slice(0, MAX_FINDINGS), loosens: [...loosens], loosened: [...loosened] };
}

const MAX_FINDINGS = 20;
/** A `return` outside a function, which ends a program with its value. */
const RETURN_OUTSIDE = 1_108;

function nodesIn(statements: readonly Node[]): Node[] {
  const nodes: Node[] = [];
  const waiting = [...statements];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.push(node);
    node.forEachChild((child) => void waiting.push(child));
  }
  return nodes;
}
