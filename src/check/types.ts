import type { Checker, Type } from "typescript/unstable/async";
import type { Node } from "typescript/unstable/ast";
import { TypeFlags } from "typescript/unstable/async";
import { isLanguageFile } from "./virtual-files.ts";

/** Where a type was written. */
export type Origin = "anything" | "binding" | "language" | "primitive" | "program" | "promise";

/** A binding or a skill's function, where it is declared. */
export interface CalledBinding {
  readonly file: string;
  readonly name: string;
}

/** Questions about types, each asked once. */
export class Types {
  readonly #checker: Checker;
  readonly #root: string;
  readonly #origins = new Map<number, Origin>();
  readonly #texts = new Map<number, string>();
  readonly #bindings = new Map<number, Promise<CalledBinding | undefined>>();

  constructor(checker: Checker, root: string) {
    this.#checker = checker;
    this.#root = root;
  }

  async of(nodes: readonly Node[]): Promise<(Type | undefined)[]> {
    return nodes.length === 0 ? [] : this.#checker.getTypeAtLocation(nodes);
  }

  async text(type: Type): Promise<string> {
    const known = this.#texts.get(type.id) ?? (await this.#checker.typeToString(type));
    this.#texts.set(type.id, known);
    return known;
  }

  async origin(type: Type): Promise<Origin> {
    const known = this.#origins.get(type.id) ?? (await this.#findOrigin(type));
    this.#origins.set(type.id, known);
    return known;
  }

  async isPromise(type: Type | undefined): Promise<boolean> {
    return type?.isTypeReference() === true && (await this.origin(type)) === "promise";
  }

  /** Whether it is a list of promises. */
  async isPromiseList(type: Type | undefined): Promise<boolean> {
    return type?.isTypeReference() === true && /^Promise<.*>\[\]$/s.test(await this.text(type));
  }

  /** The alternatives of a union; of any other type itself. */
  async members(type: Type): Promise<readonly Type[]> {
    return type.isUnionType() ? type.getTypes() : [type];
  }

  async propertyNames(type: Type): Promise<string[]> {
    return (await this.#checker.getPropertiesOfType(type)).map(({ name }) => name);
  }

  async hasProperty(type: Type, name: string): Promise<boolean> {
    return (await this.#checker.getPropertyOfType(type, name)) !== undefined;
  }

  /** For each function that is called its file, relative to the root, and its name; `undefined` for those that are no binding. */
  async calledBindings(callees: readonly Node[]): Promise<(CalledBinding | undefined)[]> {
    return Promise.all((await this.of(callees)).map((type) => type && this.#bindingOf(type)));
  }

  #bindingOf(type: Type): Promise<CalledBinding | undefined> {
    const known = this.#bindings.get(type.id) ?? this.#findBinding(type);
    this.#bindings.set(type.id, known);
    return known;
  }

  async #findBinding(type: Type): Promise<CalledBinding | undefined> {
    const symbol = await type.getSymbol();
    const path = symbol?.declarations[0]?.path;
    if (symbol === undefined || path === undefined || !this.#isBinding(path)) return undefined;
    return { file: path.slice(this.#root.length + 1), name: symbol.name };
  }

  async contextual(node: Node): Promise<Type | undefined> {
    return this.#checker.getContextualType(node as Parameters<Checker["getContextualType"]>[0]);
  }

  async isAssignable(from: Type, to: Type): Promise<boolean> {
    return this.#checker.isTypeAssignableTo(from, to);
  }

  /** Where what a name stands for is declared. */
  async declarationOf(name: Node): Promise<Node | undefined> {
    return (await this.#checker.getSymbolAtLocation(name))?.declarations[0]?.resolve();
  }

  #isBinding(path: string): boolean {
    return path.startsWith(`${this.#root}/generated/`) || path.startsWith(`${this.#root}/skills/`) || path === `${this.#root}/servers.d.ts`;
  }

  async #findOrigin(type: Type): Promise<Origin> {
    const { flags } = type;
    if (flags & (TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Never | TypeFlags.TypeParameter)) return "anything";
    if (flags & PRIMITIVE) return "primitive";
    if (type.isIntersectionType()) {
      for (const part of await type.getTypes()) if ((await this.origin(part)) === "binding") return "binding";
    }
    const symbol = await type.getSymbol();
    const path = symbol?.declarations[0]?.path;
    if (path === undefined) return "program";
    if (isLanguageFile(path)) return symbol?.name === "Promise" || symbol?.name === "PromiseLike" ? "promise" : "language";
    return this.#isBinding(path) ? "binding" : "program";
  }
}

const PRIMITIVE = TypeFlags.StringLike | TypeFlags.NumberLike | TypeFlags.BooleanLike | TypeFlags.BigIntLike;
