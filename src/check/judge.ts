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
  readonly diagnostics: readonly Diagnostic[];
  /** What was put into the program's text. */
  readonly inserted: readonly Insertion[];
}

/**
 * Which diagnostics are surely mistakes. A compiler finds much that runs well (an object that gets a property later, a variable of several
 * types, what may be undefined); only what fails whenever it is reached, or gives nothing where something is meant, stops a program.
 */
export async function judge({ project, root, request, diagnostics, inserted }: JudgeInput): Promise<Judgement> {
  const position = new PositionMap(inserted);
  const relevant = diagnostics.filter(({ pos }) => position.isInSource(pos, request.source.length));
  // Programs that use no promise and no binding need no look at their syntax.
  if (
    relevant.length === 0 &&
    !/\bimport\b|\bservers\b|\btools\b|\bPromise\b|\basync\b/.test(request.source) &&
    request.earlier.length === 0
  ) {
    return { findings: [], loosens: [], loosened: [] };
  }
  const sourceFile = (await project.program.getSourceFile(`${root}/main.ts`)) as SourceFile;
  const types = new Types(project.checker, root);
  const statements = sourceFile.statements.filter((statement) => position.isInSource(statement.getStart(), request.source.length));
  const nodes = nodesIn(statements);
  const globals = /\bglobalThis\b|\beval\b|\bFunction\b|\bself\b/.test(
    [request.source, ...request.earlier.map(({ source }) => source)].join("\n"),
  );

  const findings = new Map<number, Omit<Finding, "severity">>();
  const loosens = new Set<number>();
  const loosened = new Set<string>();
  const add = (start: number, end: number, message: string): void => {
    const from = position.toSource(start);
    if (!findings.has(from)) findings.set(from, { start: from, length: Math.max(1, position.toSource(end) - from), message });
  };
  for (const use of await unawaitedUses(nodes, statements.at(-1), types)) add(use.node.getStart(), use.node.end, use.message);
  for (const key of await misspelledKeys(nodes, types, request)) add(key.node.getStart(), key.node.end, key.message);
  for (const diagnostic of relevant) {
    const verdict = await mistakeOf(diagnostic, { sourceFile, types, mayHaveOtherGlobals: globals });
    if (verdict.kind === "mistake") add(verdict.start, verdict.end, verdict.message);
    else if (verdict.kind === "loose-variable") loosens.add(verdict.at);
    else if (verdict.kind === "loose-earlier") loosened.add(verdict.name);
  }
  const sorted = [...findings.values()].toSorted((a, b) => a.start - b.start);
  return { findings: sorted.slice(0, MAX_FINDINGS), loosens: [...loosens], loosened: [...loosened] };
}

const MAX_FINDINGS = 20;

function nodesIn(statements: readonly Node[]): Node[] {
  const nodes: Node[] = [];
  const waiting = [...statements];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.push(node);
    node.forEachChild((child) => void waiting.push(child));
  }
  return nodes;
}
