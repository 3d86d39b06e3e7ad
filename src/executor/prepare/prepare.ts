import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import MagicString from "magic-string";
import { parseSync, type Statement } from "oxc-parser";
import { transformSync } from "oxc-transform";
import { CodemodeError } from "../../errors.ts";
import { stripFence } from "./fence.ts";
import { NO_VARIABLES, keepLocals, visibilityOf, type EarlierReads } from "./local-variables.ts";
import { positionAt, type Position } from "./position.ts";
import { syntaxError, syntaxErrorAt } from "./syntax-error.ts";
import { topLevelNames } from "./top-level-names.ts";

/** A module that the code imports, and the names it takes from it. */
export interface ImportedModule {
  readonly specifier: string;
  /** Absent for a namespace, default or dynamic import. */
  readonly names: readonly { readonly name: string; readonly position: Position }[];
  readonly position: Position;
}

/** Prepared code as data, so that it can come from another process. */
export interface ParsedProgram {
  /** An expression: an async function of the guest's runtime, on the same lines as the erased code. */
  readonly code: string;
  readonly imports: readonly ImportedModule[];
  /** What it declares at its top level. */
  readonly names: readonly string[];
  /** What a module gives to those who import it. */
  readonly exports: readonly string[];
  /** Whether the code may reach tools by name at run time (`servers`, or an import whose specifier is computed). */
  readonly dynamic: boolean;
  /** What its functions read that it does not declare. */
  readonly reads: readonly string[];
  /** Whether it may read and make global variables that it does not name. */
  readonly reachesGlobals: boolean;
  /** Source maps (v3): from the prepared to the erased code, and from there to the code as written. */
  readonly maps: { readonly edit: SourceMap; readonly erased: SourceMap };
}

export interface PreparedProgram extends ParsedProgram {
  /** Where a place of the prepared code stands in the code as written. */
  readonly locate: (at: Position) => Position | undefined;
}

type SourceMap = ConstructorParameters<typeof TraceMap>[0];

/** {@link parseProgram}, and the way back to the code as written. */
export function prepare(text: string, kind: "program" | "module"): PreparedProgram {
  return locatable(parseProgram(text, kind));
}

/** Adds the way back to the code as written. */
export function locatable(parsed: ParsedProgram): PreparedProgram {
  let maps: { readonly edit: TraceMap; readonly erased: TraceMap } | undefined;
  return {
    ...parsed,
    locate(place) {
      maps ??= { edit: new TraceMap(parsed.maps.edit), erased: new TraceMap(parsed.maps.erased) };
      const edited = original(maps.edit, place);
      return edited && original(maps.erased, edited);
    },
  };
}

function original(map: TraceMap, { line, column }: Position): Position | undefined {
  const found = originalPositionFor(map, { line, column: column - 1 });
  return found.line === null ? undefined : { line: found.line, column: found.column + 1 };
}

/**
 * Makes code ready for the guest: types erased, imports turned into loads, the last expression returned. In a `program` the top-level
 * variables are published for the session: those that a function sees from the start, the others when it ends. A `module` returns its
 * exports.
 *
 * @param earlier @default nothing
 * @throws CodemodeError `SYNTAX` (with `data.line`, `data.column`, `data.detail`), `EMPTY_PROGRAM`
 */
export function parseProgram(text: string, kind: "program" | "module", earlier: EarlierReads = []): ParsedProgram {
  // A line that names an interpreter says nothing here, and may not stand behind anything.
  const source = (kind === "program" ? stripFence(text) : text).replace(/^#!.*/, "");
  const erased = transformSync("program.ts", source, {
    lang: "ts",
    sourceType: "module",
    typescript: { onlyRemoveTypeImports: true },
    sourcemap: true,
  });
  const problem = erased.errors.find((error) => !isTopLevelReturn(error.message));
  if (problem) throw syntaxError(source, problem);
  const { program, module } = parseSync("program.js", erased.code, { lang: "js", sourceType: "module", range: true });
  const body = program.body;
  if (body.length === 0 && kind === "program") {
    throw new CodemodeError("EMPTY_PROGRAM", "The program is empty. Write at least one statement.", { data: { line: 1, column: 1 } });
  }

  const edit = new MagicString(erased.code);
  const erasedMap = new TraceMap(erased.map as SourceMap);
  const at = (offset: number): Position => original(erasedMap, positionAt(erased.code, offset)) ?? { line: 1, column: 1 };

  const imports: ImportedModule[] = [];
  const loads: string[] = [];
  const exported: { readonly name: string; readonly local: string }[] = [];
  let dynamic = /(?<!["']generated\/)\bservers\b/.test(erased.code);

  for (const statement of body) {
    if (statement.type === "ImportDeclaration") {
      const specifier = statement.source.value;
      imports.push({
        specifier,
        names: statement.specifiers.flatMap((each) =>
          each.type === "ImportSpecifier" ? [{ name: nameOf(each.imported), position: at(each.start) }] : [],
        ),
        position: at(statement.start),
      });
      loads.push(loadStatement(statement));
      edit.remove(statement.start, statement.end);
    } else if (statement.type === "ExportNamedDeclaration") {
      if (statement.source) throw syntaxErrorAt(source, at(statement.start), REFUSED_EXPORT);
      for (const each of statement.specifiers) exported.push({ name: nameOf(each.exported), local: nameOf(each.local) });
      if (statement.declaration) {
        for (const { name } of topLevelNames([statement.declaration])) exported.push({ name, local: name });
        edit.remove(statement.start, statement.declaration.start);
      } else edit.remove(statement.start, statement.end);
    } else if (statement.type === "ExportDefaultDeclaration") {
      const { declaration } = statement;
      const named = "id" in declaration && declaration.id ? declaration.id.name : undefined;
      if (named === undefined) edit.overwrite(statement.start, declaration.start, "const $codemode_default = ");
      else edit.remove(statement.start, declaration.start);
      exported.push({ name: "default", local: named ?? "$codemode_default" });
    } else if (statement.type === "ExportAllDeclaration") throw syntaxErrorAt(source, at(statement.start), REFUSED_EXPORT);
  }

  for (const { start, moduleRequest } of module.dynamicImports) {
    const literal = /^(["'])([^"'\\]*)\1$/.exec(erased.code.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (literal === undefined) dynamic = true;
    else imports.push({ specifier: literal, names: [], position: at(start) });
    // `import(x)` becomes `$codemode.load(x)`.
    edit.overwrite(start, erased.code.indexOf("(", start), "$codemode.load");
  }

  const names = topLevelNames(body);
  let tail = "";
  if (kind === "program") returnLastValue(body, edit, exported);
  else {
    const isTaken =
      names.some(({ name }) => name === "servers") ||
      module.staticImports.some(({ entries }) => entries.some(({ localName }) => localName.value === "servers"));
    // A skill's calls are told from the program's by the bindings that it makes them with.
    if (dynamic && !isTaken) loads.unshift("const servers = $codemode.servers;");
    tail = ` return { ${exported.map(({ name, local }) => `get ${JSON.stringify(name)}() { return ${local}; }`).join(", ")} };`;
  }
  const visibility = kind === "program" ? visibilityOf(program, erased.code, earlier) : NO_VARIABLES;
  const locals = new Set(visibility.locals);
  const publish = kind === "program" ? names.filter(({ name }) => !locals.has(name)).map(publication) : [];
  const { before, after } = keepLocals(visibility, edit);
  edit.prepend(`(async ($codemode) => { "use strict"; ${[...loads, before, ...publish].join(" ")} `);
  edit.append(`\n${tail}${after} })`);

  return {
    code: edit.toString(),
    imports,
    names: names.map(({ name }) => name),
    exports: exported.map(({ name }) => name),
    dynamic,
    reads: visibility.reads,
    reachesGlobals: visibility.reachesGlobals,
    maps: {
      // Only an error needs it, or another process.
      get edit() {
        return edit.generateMap({ hires: true }) as unknown as SourceMap;
      },
      erased: erased.map as SourceMap,
    },
  };
}

const REFUSED_EXPORT = "`export ... from` is not supported here; import the names and export them.";

function isTopLevelReturn(message: string): boolean {
  return message.startsWith("A 'return' statement can only be used within a function body");
}

function nameOf(node: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}

function loadStatement(statement: Extract<Statement, { type: "ImportDeclaration" }>): string {
  const load = `await $codemode.load(${JSON.stringify(statement.source.value)})`;
  const named: string[] = [];
  const whole: string[] = [];
  for (const each of statement.specifiers) {
    if (each.type === "ImportNamespaceSpecifier") whole.push(each.local.name);
    else named.push(`${JSON.stringify(each.type === "ImportSpecifier" ? nameOf(each.imported) : "default")}: ${each.local.name}`);
  }
  return [
    ...whole.map((name) => `const ${name} = ${load};`),
    named.length > 0 || whole.length === 0 ? `const { ${named.join(", ")} } = ${load};` : "",
  ].join(" ");
}

function publication({ name, constant }: { readonly name: string; readonly constant: boolean }): string {
  const setter = constant ? "" : `, ($codemode_value) => { ${name} = $codemode_value; }`;
  return `$codemode.publish(${JSON.stringify(name)}, () => ${name}${setter});`;
}

/** The value of a program: a default export, or its last expression; a program that is nothing but a function is called. */
function returnLastValue(
  body: readonly Statement[],
  edit: MagicString,
  exported: readonly { readonly name: string; readonly local: string }[],
): void {
  const last = body.at(-1);
  const only = body.filter((statement) => statement.type !== "ImportDeclaration").length === 1;
  const defaultExport = exported.find(({ name }) => name === "default");
  if (last?.type === "ExpressionStatement") {
    let expression = last.expression;
    while (expression.type === "ParenthesizedExpression") expression = expression.expression;
    const isFunction = expression.type === "ArrowFunctionExpression" || expression.type === "FunctionExpression";
    edit.appendLeft(last.start, "return (");
    edit.overwrite(last.expression.end, last.end, only && isFunction ? ")();" : ");", { contentOnly: true });
  } else if (defaultExport) {
    edit.append(`\nreturn typeof ${defaultExport.local} === "function" ? ${defaultExport.local}() : ${defaultExport.local};`);
  }
}
