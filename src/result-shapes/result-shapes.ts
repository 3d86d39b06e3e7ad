import { isDeepStrictEqual } from "node:util";
import type { ObservedResult } from "../bindings/result-model.ts";
import { definitionHash } from "../registry/definition-hash.ts";
import type { ResultObserver, TextKind } from "../registry/result-observer.ts";
import type { Tool } from "../registry/tool.ts";
import { mergeShapes, shapeOf } from "./shape.ts";
import { readShapeFile, readShapeFileSync, writeShapeFile, type RememberedTool, type ShapeFile } from "./shape-file.ts";
import { shapeType } from "./shape-type.ts";

export interface ResultShapesOptions {
  /** Where they are kept, one small file per server. @default nowhere: they last as long as this process */
  readonly folder?: string;
}

/**
 * What the results of tools without an output schema looked like: shapes, never data. What was seen of a tool is forgotten when its
 * definition changes.
 */
export class ResultShapes implements ResultObserver, AsyncDisposable {
  readonly #folder: string | undefined;
  readonly #servers = new Map<string, Map<string, RememberedTool>>();
  readonly #changed = new Set<string>();
  #version = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: ResultShapesOptions = {}) {
    this.#folder = options.folder;
  }

  textKind(tool: Tool): TextKind | undefined {
    return this.#find(tool)?.text;
  }

  observe(tool: Tool, value: unknown, textKind: TextKind | undefined): void {
    const known = this.#find(tool);
    // A tool is known well after some calls; a look now and then finds what is new.
    if (known && known.calls >= ALWAYS_OBSERVED && known.calls % OBSERVED_EVERY !== 0) {
      this.#server(tool.server).set(tool.name, { ...known, calls: known.calls + 1 });
      return;
    }
    const shape = known ? mergeShapes(known.shape, shapeOf(value)) : shapeOf(value);
    const text = known?.text ?? textKind;
    if (!known || !isDeepStrictEqual(known.shape, shape)) this.#version += 1;
    this.#server(tool.server).set(tool.name, {
      definition: definitionHash(tool),
      calls: (known?.calls ?? 0) + 1,
      shape,
      ...(text === undefined ? {} : { text }),
    });
    this.#changed.add(tool.server);
    this.#timer ??= setTimeout(() => void this.save(), WRITE_AFTER_MS).unref();
  }

  /** What has been seen of a tool's results, as a type. */
  observed(tool: Tool): ObservedResult | undefined {
    const known = this.#find(tool);
    return known && { type: shapeType(known.shape) };
  }

  /** Grows with every new shape, so that a cache can tell whether it still fits. */
  get version(): number {
    return this.#version;
  }

  /** Writes what has changed. A file that can't be written is tried again with the next change. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const folder = this.#folder;
    if (folder === undefined) return;
    const servers = [...this.#changed];
    this.#changed.clear();
    this.#writing = this.#writing.then(async () => {
      for (const server of servers) {
        const tools = this.#servers.get(server);
        if (!tools) continue;
        await writeShapeFile(folder, server, merged(await readShapeFile(folder, server), tools)).catch(() => this.#changed.add(server));
      }
    });
    await this.#writing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.save();
  }

  #find(tool: Tool): RememberedTool | undefined {
    const known = this.#server(tool.server).get(tool.name);
    return known?.definition === definitionHash(tool) ? known : undefined;
  }

  #server(server: string): Map<string, RememberedTool> {
    let tools = this.#servers.get(server);
    if (!tools) {
      tools = new Map(this.#folder === undefined ? [] : readShapeFileSync(this.#folder, server));
      this.#servers.set(server, tools);
    }
    return tools;
  }
}

/** What another process has written in the meantime, and what this one has seen. */
function merged(written: ShapeFile, seen: ReadonlyMap<string, RememberedTool>): ShapeFile {
  const result = new Map(written);
  for (const [name, tool] of seen) {
    const other = result.get(name);
    result.set(
      name,
      other?.definition === tool.definition
        ? {
            ...tool,
            ...(other.text === undefined ? {} : { text: other.text }),
            calls: Math.max(other.calls, tool.calls),
            shape: mergeShapes(other.shape, tool.shape),
          }
        : tool,
    );
  }
  return result;
}

const WRITE_AFTER_MS = 1_000;
const ALWAYS_OBSERVED = 20;
const OBSERVED_EVERY = 20;
