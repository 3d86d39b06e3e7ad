import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeWhole } from "../files/write-whole.ts";
import type { TextKind } from "../registry/result-observer.ts";
import type { Shape } from "./shape.ts";

/** What is kept of one tool. */
export interface RememberedTool {
  /** The hash of the definition that was seen. */
  readonly definition: string;
  readonly calls: number;
  readonly shape: Shape;
  /** How a single text is read; absent where results were something else. */
  readonly text?: TextKind;
}

export type ShapeFile = ReadonlyMap<string, RememberedTool>;

/** What is kept of a server's tools; nothing where there is no file, or one that is not ours. */
export async function readShapeFile(folder: string, server: string): Promise<ShapeFile> {
  return parseShapeFile(await readFile(pathOf(folder, server), "utf8").catch(() => ""));
}

/** {@link readShapeFile}, for those who can't wait. */
export function readShapeFileSync(folder: string, server: string): ShapeFile {
  try {
    return parseShapeFile(readFileSync(pathOf(folder, server), "utf8"));
  } catch {
    return new Map();
  }
}

/** Writes a server's file, whole or not at all, for this user alone. */
export async function writeShapeFile(folder: string, server: string, tools: ShapeFile): Promise<void> {
  const sorted = [...tools].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(pathOf(folder, server), `${JSON.stringify({ format: FORMAT, server, tools: Object.fromEntries(sorted) })}\n`, 0o600);
}

/** A file name that is safe everywhere and another for every server. */
function pathOf(folder: string, server: string): string {
  const hash = createHash("sha256").update(server).digest("hex").slice(0, 12);
  return join(folder, `${server.replaceAll(/[^\w-]+/g, "_").slice(0, 60)}-${hash}.json`);
}

function parseShapeFile(text: string): ShapeFile {
  if (text.length > MAX_FILE_CHARACTERS) return new Map();
  try {
    const parsed = shapeFile.safeParse(JSON.parse(text));
    return new Map(parsed.success ? Object.entries(parsed.data.tools) : []) as ShapeFile;
  } catch {
    return new Map();
  }
}

const FORMAT = 1;
const MAX_FILE_CHARACTERS = 8_000_000;

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.strictObject({
    primitives: z.array(z.enum(["boolean", "integer", "null", "number", "string"])),
    items: shape.nullable().optional(),
    object: z
      .discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("record"),
          properties: z.record(z.string(), z.strictObject({ shape, optional: z.boolean() })),
        }),
        z.strictObject({ kind: z.literal("map"), values: shape.nullable() }),
      ])
      .optional(),
  }),
) as z.ZodType<Shape>;

const shapeFile = z.object({
  format: z.literal(FORMAT),
  tools: z.record(
    z.string(),
    z.object({ definition: z.string(), calls: z.number().int().nonnegative(), shape, text: z.enum(["text", "json"]).optional() }),
  ),
});
