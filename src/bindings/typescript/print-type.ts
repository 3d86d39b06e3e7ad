import type { ObjectModel, PropertyModel, TypeModel } from "../type-model.ts";
import { docComment, stringLiteral } from "../untrusted-text.ts";
import { docLines, type Detail } from "../doc-lines.ts";

export interface PrintOptions {
  /** `signature`: one line without docs. `docs`: with descriptions and defaults. `full`: everything that the schema says. @default "docs" */
  readonly detail?: Detail;
  /** The name under which a named type stands here. @default its own */
  readonly nameOf?: (name: string) => string;
  /**
   * `plain`: as people write types: an object shows the properties that it names. `exact`: for the check: what an open object may hold
   * beside them is allowed too, and what is not known may be used as anything. @default "plain"
   */
  readonly openness?: "plain" | "exact";
}

/** The text of a TypeScript type. */
export function printType(type: TypeModel, options: PrintOptions = {}): string {
  const printer: Printer = {
    detail: options.detail ?? "docs",
    nameOf: options.nameOf ?? ((name) => name),
    exact: options.openness === "exact",
  };
  return print(type, printer, 0);
}

interface Printer {
  readonly detail: Detail;
  readonly nameOf: (name: string) => string;
  readonly exact: boolean;
}

function print(type: TypeModel, printer: Printer, depth: number): string {
  switch (type.kind) {
    case "unknown":
      return printer.exact ? "any" : "unknown";
    case "never":
      return "never";
    case "primitive":
      return type.name === "integer" ? "number" : type.name;
    case "literal":
      return typeof type.value === "string" ? stringLiteral(type.value) : numberOrBoolean(type.value);
    case "array":
      return `${printMember(type.items, printer, depth)}[]`;
    case "tuple": {
      const items = type.items.map((item, index) => `${printMember(item, printer, depth)}${index < type.required ? "" : "?"}`);
      if (type.rest) items.push(`...${printMember(type.rest, printer, depth)}[]`);
      return `[${items.join(", ")}]`;
    }
    case "object":
      return printObject(type, printer, depth);
    case "union":
      return type.members
        .map((member) => (member.kind === "intersection" ? `(${print(member, printer, depth)})` : print(member, printer, depth)))
        .join(" | ");
    case "intersection":
      return type.members.map((member) => printMember(member, printer, depth)).join(" & ");
    case "reference":
      return printer.nameOf(type.name);
  }
}

/** A type where one with an operator needs parentheses. */
function printMember(type: TypeModel, printer: Printer, depth: number): string {
  const text = print(type, printer, depth);
  return type.kind === "union" || type.kind === "intersection" ? `(${text})` : text;
}

function printObject(type: ObjectModel, printer: Printer, depth: number): string {
  const { properties } = type;
  if (properties.length === 0) return printMap(type.extra, printer, depth);
  const lines = properties.map((property) => printProperty(property, printer, depth + 1));
  const extra = indexSignature(type.extra, printer);
  if (extra !== undefined) lines.push(extra);
  if (printer.detail === "signature") return `{ ${lines.join("; ")} }`;
  const indent = INDENT.repeat(depth + 1);
  return `{\n${lines.map((line) => `${indent}${line};\n`).join("")}${INDENT.repeat(depth)}}`;
}

function printMap(extra: ObjectModel["extra"], printer: Printer, depth: number): string {
  if (typeof extra === "object") return `Record<string, ${print(extra, printer, depth)}>`;
  switch (extra) {
    case "closed":
      return "Record<string, never>";
    case "part":
      return "{}";
    case "open":
      return printer.exact ? "Record<string, any>" : "Record<string, unknown>";
  }
}

/** Typed extras may clash with the named properties; beside these they are anything. */
function indexSignature(extra: ObjectModel["extra"], printer: Printer): string | undefined {
  if (typeof extra === "object") return printer.exact ? "[key: string]: any" : "[key: string]: unknown";
  return extra === "open" && printer.exact ? "[key: string]: any" : undefined;
}

function printProperty({ name, optional, type, docs }: PropertyModel, printer: Printer, depth: number): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name);
  const declared = `${key}${optional ? "?" : ""}: ${print(type, printer, depth)}`;
  const lines = docLines(docs, printer.detail);
  if (lines.length === 0) return declared;
  const indent = INDENT.repeat(depth);
  return `${docComment(lines, indent).slice(indent.length)}${indent}${declared}`;
}

function numberOrBoolean(value: number | boolean): string {
  return Number.isFinite(value) || typeof value === "boolean" ? String(value) : "number";
}

const INDENT = "  ";
